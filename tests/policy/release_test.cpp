#include <cenote/policy/release.hpp>

#include <concepts>
#include <stdexcept>
#include <support/catch.hpp>
#include <support/refused.hpp>

using namespace cenote;
using namespace std::chrono_literals;
using test::refused;

namespace {

struct session {
    bool in_transaction = false;
    int rollbacks = 0;
    int resets = 0;
    deadline told = deadline::never();
};

struct factory {
    bool in_transaction(session& s) noexcept { return s.in_transaction; }

    void rollback(session& s, deadline until) {
        ++s.rollbacks;
        s.told = until;
    }

    void reset(session& s, deadline until) {
        ++s.resets;
        s.told = until;
    }
};

struct failing_factory : factory {
    void rollback(session&, deadline) { throw std::runtime_error{"server gone"}; }
};

struct bare_factory {};

constexpr deadline soon{time_point{7s}};

template <class Policy>
cleaning required(const Policy& policy, session& s) {
    factory f;
    return policy.required(f, s, typename Policy::needs{});
}

} // namespace

// Which factories a release policy works with is part of its type.
static_assert(release::policy_for<release::keep, bare_factory, session>);
static_assert(release::policy_for<release::discard, bare_factory, session>);
static_assert(release::policy_for<release::rollback, factory, session>);
static_assert(release::policy_for<release::reset, factory, session>);
static_assert(!release::policy_for<release::rollback, bare_factory, session>);
static_assert(!release::policy_for<release::reset, bare_factory, session>);
static_assert(
    !release::policy_for<release::discard_on_exception<release::reset>, bare_factory, session>);

TEST_CASE("release::keep wants nothing done, release::discard no reuse", "[policy][release]") {
    session s{.in_transaction = true};
    CHECK(required(release::keep{}, s) == cleaning::none);
    CHECK(required(release::discard{}, s) == cleaning::discard);
}

TEST_CASE("release::rollback cleans only what is in a transaction", "[policy][release]") {
    session idle;
    session busy{.in_transaction = true};
    CHECK(required(release::rollback{}, idle) == cleaning::none);
    CHECK(required(release::rollback{}, busy) == cleaning::clean);
}

TEST_CASE("release::rollback rolls back by the deadline it is given", "[policy][release]") {
    factory f;
    session s{.in_transaction = true};
    release::rollback{}.clean(f, s, soon);
    CHECK(s.rollbacks == 1);
    CHECK(s.told == soon);
}

TEST_CASE("release::rollback passes on that it failed", "[policy][release]") {
    failing_factory f;
    session s{.in_transaction = true};
    CHECK_THROWS_AS(release::rollback{}.clean(f, s, soon), std::runtime_error);
}

TEST_CASE("release::reset resets every resource, in a transaction or not", "[policy][release]") {
    factory f;
    session s;
    REQUIRE(required(release::reset{}, s) == cleaning::clean);
    release::reset{}.clean(f, s, soon);
    CHECK(s.resets == 1);
    CHECK(s.told == soon);
}

TEST_CASE(
    "release::discard_on_exception discards while unwinding, else does as its inner",
    "[policy][release]") {
    using policy = release::discard_on_exception<release::rollback>;
    factory f;
    session s{.in_transaction = true};
    policy::needs known;
    CHECK(policy{}.required(f, s, known) == cleaning::clean);
    known.unwinding = true;
    CHECK(policy{}.required(f, s, known) == cleaning::discard);
    policy{}.clean(f, s, soon);
    CHECK(s.rollbacks == 1);
}

TEST_CASE(
    "release::discard_on_exception asks for unwinding beside its inner's facts, once",
    "[policy][release]") {
    using release::discard_on_exception;
    STATIC_REQUIRE(std::same_as<discard_on_exception<>::needs, facts<fact::unwinding>>);
    STATIC_REQUIRE(
        std::same_as<discard_on_exception<discard_on_exception<>>::needs, facts<fact::unwinding>>);
}

TEST_CASE("a cleaning may take 2 s unless told otherwise", "[policy][release]") {
    CHECK(release::rollback{}.timeout() == 2s);
    CHECK(release::reset{}.timeout() == 2s);
    CHECK(release::rollback{.timeout = 300ms}.timeout() == 300ms);
    CHECK(release::discard_on_exception{release::reset{.timeout = 1min}}.timeout() == 1min);
    CHECK(release::keep{}.timeout() == duration::max());
}

TEST_CASE("release policies refuse bad values by name", "[policy][release]") {
    CHECK(
        refused(release::rollback{.timeout = 0s}) ==
        "release::rollback: timeout must be more than zero, got 0s");
    CHECK(
        refused(release::discard_on_exception{release::reset{.timeout = -1s}}) ==
        "release::reset: timeout must be more than zero, got -1s");
    CHECK(refused(release::rollback{}).empty());
}
