#include <cenote/core/policy_set.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <support/catch.hpp>
#include <type_traits>

using namespace cenote;
using namespace std::chrono_literals;

namespace {

template <class Set, class Concern, class Policy>
constexpr bool answered_by = std::same_as<policy_for<std::remove_const_t<Set>, Concern>, Policy>;

struct house_rules : bundle<waiting::fifo_after, retry::constant> {
    house_rules()
        : bundle{waiting::fifo_after{.races = 7}, retry::constant{.delay = 9s, .attempts = 2}} {}
};

/// A bundle in a bundle, with one policy in its place.
struct stricter_rules : bundle<retry::none, house_rules> {};

/// Can neither be copied nor made from nothing.
struct unique_retry {
    using concern = concerns::retry;

    explicit unique_retry(int budget)
        : left{std::make_unique<int>(budget)} {}

    std::optional<duration> next_delay(const failed_attempt&) const noexcept {
        return std::nullopt;
    }

    std::unique_ptr<int> left;
};

} // namespace

TEST_CASE("what is left out of a policy set has its named default", "[core][policies]") {
    using set = policy_set<>;
    STATIC_REQUIRE(answered_by<set, concerns::validation, validation::none>);
    STATIC_REQUIRE(answered_by<set, concerns::retry, retry::none>);
    STATIC_REQUIRE(answered_by<set, concerns::recycling, recycling::never>);
    STATIC_REQUIRE(answered_by<set, concerns::release, release::keep>);
    STATIC_REQUIRE(answered_by<set, concerns::refreshing, refreshing::suspect>);
    STATIC_REQUIRE(answered_by<set, concerns::waiting, waiting::fifo_after>);
    STATIC_REQUIRE(answered_by<set, concerns::workers, workers::new_thread>);
    STATIC_REQUIRE(answered_by<set, concerns::threading, threading::multi>);
    STATIC_REQUIRE(answered_by<set, concerns::clock, clock::steady>);
    STATIC_REQUIRE(answered_by<set, concerns::observer, observer::none>);
    CHECK(set{}.get<concerns::waiting>().races == 1);
}

TEST_CASE("policies are taken in any order, types and values alike", "[core][policies]") {
    using set = policy_set<retry::constant, waiting::fifo_after, release::discard>;
    const set one{
        waiting::fifo_after{3}, release::discard{}, retry::constant{.delay = 5s, .attempts = 8}};
    const set other{
        retry::constant{.delay = 5s, .attempts = 8}, waiting::fifo_after{3}, release::discard{}};
    for (const set* each : {&one, &other}) {
        CHECK(each->get<concerns::waiting>().races == 3);
        CHECK(each->get<concerns::retry>().delay == 5s);
        CHECK(each->get<concerns::retry>().attempts == 8);
    }
}

TEST_CASE("policies whose values are left out keep their own defaults", "[core][policies]") {
    const policy_set<retry::constant, waiting::fifo_after> set{waiting::fifo_after{3}};
    CHECK(set.get<concerns::waiting>().races == 3);
    CHECK(set.get<concerns::retry>().delay == retry::constant{}.delay);
}

TEST_CASE("the values given name the types of a policy set", "[core][policies]") {
    policy_set set{waiting::fifo_after{3}, retry::limited{2, retry::constant{}}};
    STATIC_REQUIRE(std::same_as<
                   decltype(set),
                   policy_set<waiting::fifo_after, retry::limited<retry::constant>>>);
    const policy_set copied{set};
    STATIC_REQUIRE(std::same_as<decltype(copied), const decltype(set)>);
    CHECK(copied.get<concerns::waiting>().races == 3);
}

TEST_CASE("a policy that cannot be copied is moved in", "[core][policies]") {
    policy_set set{waiting::fifo{}, unique_retry{42}};
    CHECK(*set.get<concerns::retry>().left == 42);
    const auto moved = std::move(set);
    CHECK(*moved.get<concerns::retry>().left == 42);
}

TEST_CASE("policies without values take no room", "[core][policies]") {
    STATIC_REQUIRE(sizeof(policy_set<waiting::fifo>) == 1);
    STATIC_REQUIRE(sizeof(policy_set<waiting::barging, threading::single, release::discard>) == 1);
    STATIC_REQUIRE(sizeof(policy_set<>) == sizeof(waiting::fifo_after));
    STATIC_REQUIRE(sizeof(policy_set<waiting::fifo, retry::constant>) == sizeof(retry::constant));
}

TEST_CASE("with replaces by concern and keeps the rest", "[core][policies]") {
    using set = policy_set<retry::constant, waiting::fifo>;
    STATIC_REQUIRE(std::same_as<set::with<retry::none>, policy_set<waiting::fifo, retry::none>>);
    STATIC_REQUIRE(std::same_as<
                   set::with<release::discard>,
                   policy_set<retry::constant, waiting::fifo, release::discard>>);
    STATIC_REQUIRE(std::same_as<set::with<>, set>);
    // Of a bundle that is put in, every part counts; of one that is there, what is not replaced.
    STATIC_REQUIRE(std::same_as<set::with<house_rules>, policy_set<house_rules>>);
    using ruled = policy_set<house_rules>::with<retry::none>;
    STATIC_REQUIRE(answered_by<ruled, concerns::retry, retry::none>);
    CHECK(ruled{}.get<concerns::waiting>().races == 7);
}

TEST_CASE("a bundle brings its policies with their values", "[core][policies]") {
    const policy_set<house_rules> from_type{};
    const policy_set from_value{house_rules{}, release::discard{}};
    CHECK(from_type.get<concerns::waiting>().races == 7);
    CHECK(from_value.get<concerns::waiting>().races == 7);
    CHECK(from_value.get<concerns::retry>().delay == 9s);
}

TEST_CASE("a single policy takes the place of a bundle's, wherever it stands", "[core][policies]") {
    const policy_set before{retry::none{}, house_rules{}};
    const policy_set after{house_rules{}, retry::none{}};
    STATIC_REQUIRE(answered_by<decltype(before), concerns::retry, retry::none>);
    STATIC_REQUIRE(answered_by<decltype(after), concerns::retry, retry::none>);
    CHECK(before.get<concerns::waiting>().races == 7);
    CHECK(after.get<concerns::waiting>().races == 7);
}

TEST_CASE("a value may be given for a policy that a bundle chose", "[core][policies]") {
    const policy_set<house_rules> set{waiting::fifo_after{2}};
    CHECK(set.get<concerns::waiting>().races == 2);
    CHECK(set.get<concerns::retry>().delay == 9s);
}

TEST_CASE("of two bundles the later counts, and a bundle may hold another", "[core][policies]") {
    const policy_set two{house_rules{}, bundle{waiting::fifo{}}};
    STATIC_REQUIRE(answered_by<decltype(two), concerns::waiting, waiting::fifo>);
    CHECK(two.get<concerns::retry>().delay == 9s);

    const policy_set<stricter_rules> nested{};
    STATIC_REQUIRE(answered_by<policy_set<stricter_rules>, concerns::retry, retry::none>);
    CHECK(nested.get<concerns::waiting>().races == 7);
}

TEST_CASE("a policy set knows which facts any of its policies needs", "[core][policies]") {
    using idle = policy_set<retry::constant>;
    STATIC_REQUIRE_FALSE(any_needs<fact::age, idle>);
    STATIC_REQUIRE_FALSE(any_needs<fact::idle, idle>);
    STATIC_REQUIRE_FALSE(any_needs<fact::uses, idle>);
    STATIC_REQUIRE_FALSE(any_needs<fact::draw, idle>);
    STATIC_REQUIRE_FALSE(any_needs<fact::unwinding, idle>);

    using keen = policy_set<
        recycling::any_of<recycling::max_age, recycling::max_uses>,
        validation::after_idle<>,
        release::discard_on_exception<>>;
    STATIC_REQUIRE(any_needs<fact::age, keen>);
    STATIC_REQUIRE(any_needs<fact::idle, keen>);
    STATIC_REQUIRE(any_needs<fact::uses, keen>);
    STATIC_REQUIRE(any_needs<fact::draw, keen>);
    STATIC_REQUIRE(any_needs<fact::unwinding, keen>);
}

TEST_CASE("a policy set refuses what one of its policies refuses", "[core][policies]") {
    CHECK_NOTHROW(policy_set<>{}.check());
    CHECK_THROWS_WITH(
        (policy_set{waiting::fifo{}, retry::constant{.attempts = 0}}.check()),
        "retry::constant: attempts must be at least 1, got 0");
}
