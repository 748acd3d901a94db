#include <cenote/policy/recycling.hpp>

#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <support/catch.hpp>
#include <support/refused.hpp>

using namespace cenote;
using namespace std::chrono_literals;
using test::refused;

namespace {

/// A resource of that age, for which that number was drawn at birth.
recycling::max_age::needs of_age(duration age, double draw) {
    recycling::max_age::needs known;
    known.age = age;
    known.draw = draw;
    return known;
}

recycling::max_idle::needs at_rest_for(duration idle) {
    recycling::max_idle::needs known;
    known.idle = idle;
    return known;
}

recycling::max_uses::needs lent(std::uint64_t uses) {
    recycling::max_uses::needs known;
    known.uses = uses;
    return known;
}

} // namespace

TEST_CASE("recycling::never expires nothing and asks for no fact", "[policy][recycling]") {
    CHECK_FALSE(recycling::never{}.expired({}));
    STATIC_REQUIRE(std::same_as<recycling::never::needs, facts<>>);
}

TEST_CASE("recycling::max_age expires a resource at its limit, not before", "[policy][recycling]") {
    const recycling::max_age policy{.limit = 1h, .jitter = 0.0};
    CHECK_FALSE(policy.expired(of_age(1h - 1ns, 0.9)));
    CHECK(policy.expired(of_age(1h, 0.9)) == close_cause::too_old);
}

TEST_CASE(
    "recycling::max_age takes its jitter off the limit and never adds any", "[policy][recycling]") {
    const recycling::max_age policy{.limit = 100s, .jitter = 0.25};
    CHECK(policy.lifetime(0.0) == 100s);
    CHECK(policy.lifetime(0.5) == 87500ms);
    CHECK(policy.lifetime(std::nextafter(1.0, 0.0)) >= 75s);
    CHECK_FALSE(policy.expired(of_age(87499ms, 0.5)));
    CHECK(policy.expired(of_age(87500ms, 0.5)) == close_cause::too_old);
}

TEST_CASE(
    "recycling::max_age gives a resource one lifetime, however often it is asked",
    "[policy][recycling]") {
    const recycling::max_age policy{.limit = 100s, .jitter = 1.0};
    for (int asked = 0; asked < 100; ++asked) {
        CHECK_FALSE(policy.expired(of_age(59s, 0.4)));
        CHECK(policy.expired(of_age(60s, 0.4)));
    }
}

TEST_CASE("recycling::max_age bears the longest limit there is", "[policy][recycling]") {
    const recycling::max_age policy{.limit = duration::max(), .jitter = 1.0};
    CHECK(policy.lifetime(0.0) == duration::max());
    CHECK(policy.lifetime(std::nextafter(1.0, 0.0)) >= 0ns);
}

TEST_CASE(
    "recycling::max_idle expires a resource that rested for its limit", "[policy][recycling]") {
    const recycling::max_idle policy{.limit = 10min};
    CHECK_FALSE(policy.expired(at_rest_for(10min - 1ns)));
    CHECK(policy.expired(at_rest_for(10min)) == close_cause::too_idle);
}

TEST_CASE("recycling::max_uses expires a resource after that many leases", "[policy][recycling]") {
    const recycling::max_uses policy{.count = 3};
    CHECK_FALSE(policy.expired(lent(2)));
    CHECK(policy.expired(lent(3)) == close_cause::used_up);
}

TEST_CASE(
    "recycling::any_of expires with the first of its parts that does", "[policy][recycling]") {
    const recycling::any_of policy{
        recycling::max_uses{.count = 3}, recycling::max_age{.limit = 1h, .jitter = 0.0}};
    decltype(policy)::needs known;
    CHECK_FALSE(policy.expired(known));
    known.age = 2h;
    CHECK(policy.expired(known) == close_cause::too_old);
    known.uses = 3;
    CHECK(policy.expired(known) == close_cause::used_up);
}

TEST_CASE("recycling::any_of asks for each fact once that a part asks for", "[policy][recycling]") {
    using recycling::any_of;
    using recycling::max_age;
    using recycling::max_idle;
    using recycling::never;
    STATIC_REQUIRE(std::same_as<any_of<>::needs, facts<>>);
    STATIC_REQUIRE(std::same_as<any_of<never, max_idle>::needs, facts<fact::idle>>);
    STATIC_REQUIRE(std::same_as<
                   any_of<max_age, max_idle, max_age>::needs,
                   facts<fact::age, fact::draw, fact::idle>>);
    STATIC_REQUIRE(std::same_as<
                   any_of<max_idle, any_of<max_age>>::needs,
                   facts<fact::idle, fact::age, fact::draw>>);
    CHECK_FALSE(any_of<>{}.expired({}));
}

TEST_CASE("recycling policies refuse bad values by name", "[policy][recycling]") {
    CHECK(
        refused(recycling::max_age{.limit = 0s}) ==
        "recycling::max_age: limit must be more than zero, got 0s");
    CHECK(
        refused(recycling::max_age{.jitter = 1.5}) ==
        "recycling::max_age: jitter must be from 0 to 1, got 1.5");
    CHECK(
        refused(recycling::max_age{.jitter = -0.1}) ==
        "recycling::max_age: jitter must be from 0 to 1, got -0.1");
    CHECK(
        refused(recycling::max_age{.jitter = std::numeric_limits<double>::quiet_NaN()}) ==
        "recycling::max_age: jitter must be from 0 to 1, got nan");
    CHECK(
        refused(recycling::max_idle{.limit = -1s}) ==
        "recycling::max_idle: limit must be more than zero, got -1s");
    CHECK(
        refused(recycling::max_uses{.count = 0}) ==
        "recycling::max_uses: count must be at least 1, got 0");
    CHECK(
        refused(recycling::any_of{recycling::never{}, recycling::max_idle{.limit = 0s}}) ==
        "recycling::max_idle: limit must be more than zero, got 0s");
    CHECK(refused(recycling::any_of<recycling::max_age, recycling::max_uses>{}).empty());
}
