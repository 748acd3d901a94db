#include <cenote/policy/closing.hpp>
#include <cenote/policy/opening.hpp>
#include <cenote/policy/upkeep.hpp>

#include <limits>
#include <support/catch.hpp>
#include <support/refused.hpp>

using namespace cenote;
using namespace std::chrono_literals;
using test::refused;

TEST_CASE("opening::by_caller has no limit of its own", "[opening]") {
    CHECK(opening::by_caller{}.at_once() == std::numeric_limits<std::size_t>::max());
}

TEST_CASE("opening::in_background refuses by name what makes no sense", "[opening]") {
    using opening::in_background;
    CHECK(
        refused(in_background{.limit = 0}) ==
        "opening::in_background: limit must be at least 1, got 0");
    CHECK(
        refused(in_background{.patience = 0s}) ==
        "opening::in_background: patience must be more than zero, got 0s");
    CHECK(
        refused(in_background{.abandoned = 0}) ==
        "opening::in_background: abandoned must be at least 1, got 0");
    CHECK(refused(in_background{}).empty());
}

TEST_CASE("closing::in_background refuses a limit of 0", "[closing]") {
    CHECK(
        refused(closing::in_background{.limit = 0}) ==
        "closing::in_background: limit must be at least 1, got 0");
    CHECK(refused(closing::in_background{}).empty());
}

TEST_CASE("upkeep::every is due once a resource has been silent for long", "[upkeep]") {
    const upkeep::every keeping{.keepalive = 1min};
    upkeep::every::needs known;
    known.silence = 1min - 1ns;
    CHECK_FALSE(keeping.due(known));
    known.silence = 1min;
    CHECK(keeping.due(known));
}

TEST_CASE("upkeep::every refuses by name what makes no sense", "[upkeep]") {
    CHECK(
        refused(upkeep::every{.interval = 0s}) ==
        "upkeep::every: interval must be more than zero, got 0s");
    CHECK(
        refused(upkeep::every{.keepalive = -1s}) ==
        "upkeep::every: keepalive must not be negative, got -1s");
    CHECK(refused(upkeep::every{}).empty());
}
