#include <cenote/policy/waiting.hpp>

#include <limits>
#include <support/catch.hpp>

using namespace cenote;

namespace {
constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
} // namespace

TEST_CASE("fifo bears no lost race, barging any number, fifo_after its own", "[policy][waiting]") {
    CHECK(waiting::fifo{}.patience() == 0);
    CHECK(waiting::barging{}.patience() == most);
    CHECK(waiting::fifo_after{}.patience() == 1);
    CHECK(waiting::fifo_after{7}.patience() == 7);
}

TEST_CASE("only bounded and fail_fast turn anybody away", "[policy][waiting]") {
    CHECK(waiting::fifo{}.admits(most));
    CHECK(waiting::barging{}.admits(most));
    CHECK(waiting::fifo_after{}.admits(most));
    CHECK_FALSE(waiting::fail_fast{}.admits(0));
}

TEST_CASE(
    "waiting::bounded admits as many as it says, in the order of its inner", "[policy][waiting]") {
    const waiting::bounded policy{2, waiting::barging{}};
    CHECK(policy.admits(1));
    CHECK_FALSE(policy.admits(2));
    CHECK(policy.patience() == most);
    CHECK(waiting::bounded{2}.patience() == 1);
    CHECK_FALSE(waiting::bounded{0}.admits(0));
    CHECK_FALSE(waiting::bounded{2, waiting::fail_fast{}}.admits(0));
}
