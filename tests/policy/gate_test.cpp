#include <cenote/policy/retry.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <support/catch.hpp>
#include <support/refused.hpp>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using test::refused;

namespace {

constexpr time_point start{1h};
constexpr std::size_t no_limit = SIZE_MAX;
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// A breaker whose prober comes each second: it trips after ten, and pauses for two.
constexpr retry::breaker each_second{10s, 2s, retry::constant{.delay = 1s, .attempts = 1000}};

/// A policy, its gate, and the time that the gate was told.
template <class Policy>
struct driven {
    explicit driven(const Policy& by)
        : policy{by} {}

    driven(const driven&) = delete;
    driven& operator=(const driven&) = delete;

    void pass(duration span) {
        now += span;
        gate.pass(now);
    }

    void open() { gate.opened(now); }

    void fail(std::size_t open = 0, double draw = 0.0, fault what = fault::transient) {
        gate.failed(now, what, open, draw);
    }

    /// Fails one attempt after the other, a second between them.
    void fail_for(std::chrono::seconds span, std::size_t open = 0) {
        for (auto passed = 0s; passed <= span; ++passed) {
            if (passed > 0s) pass(1s);
            fail(open);
        }
    }

    [[nodiscard]] bool retries() { return gate.may_retry(now); }

    [[nodiscard]] std::size_t at_once() const { return gate.opens_at_once(); }

    [[nodiscard]] bool refuses() const { return gate.refuses(); }

    const Policy policy;
    retry::gate_of<Policy> gate{policy};
    time_point now = start;
};

/// Retries granted when `callers` ask at once, again after each `step`, and `successes` of their
/// opens in between succeed.
template <class Policy>
unsigned granted(driven<Policy>& all, int callers, duration step, int steps, int successes = 0) {
    unsigned count = 0;
    for (int i = 0; i < steps; ++i) {
        for (int caller = 0; caller < callers; ++caller)
            count += all.retries();
        for (int success = 0; success < successes; ++success)
            all.open();
        all.pass(step);
    }
    return count;
}

/// Some policies with a gate.
using a_budget = retry::budgeted<retry::constant>;
using a_breaker = retry::breaker<retry::constant>;

} // namespace

TEST_CASE("a retry policy without a gate lets everything pass", "[policy][retry][gate]") {
    STATIC_REQUIRE(std::is_same_v<retry::gate_of<retry::full_jitter>, retry::no_gate>);
    STATIC_REQUIRE(std::is_same_v<retry::gate_of<retry::limited<>>, retry::no_gate>);
    STATIC_REQUIRE_FALSE(retry::no_gate::timed);

    driven all{retry::none{}};
    all.fail();
    CHECK(all.at_once() == no_limit);
    CHECK_FALSE(all.refuses());
    CHECK(all.gate.next() == time_point::max());
    CHECK(all.retries());
}

TEST_CASE("a breaker that nothing failed for is steady", "[policy][retry][gate]") {
    driven all{each_second};
    all.pass(1h);
    all.open();
    CHECK(all.at_once() == no_limit);
    CHECK_FALSE(all.refuses());
    CHECK(all.gate.next() == time_point::max());
}

TEST_CASE("after a failure one caller at a time tries for all", "[policy][retry][gate]") {
    driven all{each_second};
    all.fail();
    CHECK(all.at_once() == 0);
    CHECK(all.gate.next() == start + 1s);
    CHECK_FALSE(all.refuses());

    all.pass(999ms);
    CHECK(all.at_once() == 0);
    all.pass(1ms);
    CHECK(all.at_once() == 1);
    CHECK(all.gate.next() == time_point::max()); // nothing more comes with time alone

    all.fail();
    CHECK(all.at_once() == 0);
    CHECK(all.gate.next() == start + 2s);
}

TEST_CASE(
    "the delays of a breaker's probes grow as its inner policy says, and end in the pause",
    "[policy][retry][gate]") {
    const retry::breaker policy{
        1h, 700ms, retry::exponential{.base = 1s, .cap = 1min, .factor = 3.0, .attempts = 4}};
    driven all{policy};
    for (const duration delay : std::vector<duration>{1s, 3s, 9s, 700ms, 700ms}) {
        all.fail();
        CHECK(all.gate.next() == all.now + delay);
        all.pass(delay);
        CHECK(all.at_once() == 1);
    }

    all.open();
    all.fail();
    CHECK(all.gate.next() == all.now + 1s); // in a row means without a success
}

TEST_CASE(
    "what was under way when opening began to fail delays no probe", "[policy][retry][gate]") {
    driven all{retry::breaker{
        1h, 1s, retry::exponential{.base = 1s, .cap = 1min, .factor = 2.0, .attempts = 9}}};
    for (int i = 0; i < 8; ++i)
        all.fail();
    CHECK(all.gate.next() == start + 1s);
    all.pass(500ms);
    all.fail();
    CHECK(all.gate.next() == start + 1s);
}

TEST_CASE(
    "a breaker trips when opening has failed for long and nothing is open",
    "[policy][retry][gate]") {
    driven all{each_second};
    all.fail_for(9s);
    CHECK_FALSE(all.refuses());
    all.pass(999ms);
    all.fail();
    CHECK_FALSE(all.refuses());
    all.pass(1ms);
    CHECK_FALSE(all.refuses()); // only a failure trips it
    all.fail();
    CHECK(all.refuses());
}

TEST_CASE("a breaker does not trip while something is open", "[policy][retry][gate]") {
    driven all{each_second};
    all.fail_for(60s, 1);
    CHECK_FALSE(all.refuses());
    CHECK(all.at_once() == 0);

    all.pass(1s);
    all.fail(0);
    CHECK(all.refuses());
}

TEST_CASE("a breaker counts a wrong password as a failure", "[policy][retry][gate]") {
    driven all{each_second};
    all.fail(0, 0.0, fault::permanent);
    CHECK(all.at_once() == 0);
    CHECK(all.gate.next() == start + 2s);
    all.pass(10s);
    all.fail(0, 0.0, fault::permanent);
    CHECK(all.refuses());
}

TEST_CASE(
    "a tripped breaker refuses, and lets one prober pass after each pause",
    "[policy][retry][gate]") {
    driven all{each_second};
    all.fail_for(10s);
    REQUIRE(all.refuses());
    CHECK(all.at_once() == 0);
    CHECK(all.gate.next() == all.now + 2s);

    all.pass(2s);
    CHECK(all.at_once() == 1);
    CHECK(all.refuses());

    all.fail(0, 0.5); // takes half of a tenth off
    CHECK(all.at_once() == 0);
    CHECK(all.gate.next() == all.now + 1900ms);
    all.pass(1900ms);
    CHECK(all.at_once() == 1);
    all.fail(0, 1.0 - std::numeric_limits<double>::epsilon());
    CHECK(all.gate.next() >= all.now + 1800ms);
    CHECK(all.refuses());
}

TEST_CASE(
    "after an outage opening starts slowly: 1, 2, 4 at once, up to 64", "[policy][retry][gate]") {
    driven all{each_second};
    const bool tripped = GENERATE(false, true);
    all.fail_for(tripped ? 10s : 5s);
    REQUIRE(all.refuses() == tripped);
    all.pass(2s);
    all.open();

    for (std::size_t width = 1; width < 64; width *= 2) {
        for (std::size_t i = 0; i < width; ++i) {
            CHECK(all.at_once() == width);
            CHECK_FALSE(all.refuses());
            CHECK(all.gate.next() == time_point::max());
            all.open();
        }
    }
    CHECK(all.at_once() == no_limit);
}

TEST_CASE("a failure while recovering begins a failing anew", "[policy][retry][gate]") {
    driven all{each_second};
    all.fail_for(10s);
    all.pass(2s);
    for (int i = 0; i < 4; ++i)
        all.open();
    REQUIRE(all.at_once() == 4);

    all.fail();
    CHECK_FALSE(all.refuses());
    CHECK(all.at_once() == 0);
    CHECK(all.gate.next() == all.now + 1s);
    all.pass(9s);
    all.fail();
    CHECK_FALSE(all.refuses()); // since then, not since the first outage
    all.pass(1s);
    all.fail();
    CHECK(all.refuses());
}

TEST_CASE("a breaker stands times at the ends of the line", "[policy][retry][gate]") {
    const retry::breaker endless{duration::max(), duration::max(), retry::none{}};
    driven all{endless};
    all.fail();
    CHECK(all.gate.next() == time_point::max());
    CHECK(all.at_once() == 0);

    driven impatient{retry::breaker{0s, 1s}};
    impatient.fail();
    CHECK(impatient.refuses());
}

TEST_CASE(
    "a retry budget grants its burst, then what time and successes earn", "[policy][retry][gate]") {
    const a_budget policy{.per_second = 2.0, .share = 0.5, .burst = 5.0};
    driven all{policy};
    all.pass(0s);
    CHECK(granted(all, 100, 0s, 1) == 5);
    CHECK_FALSE(all.retries());

    all.pass(499ms);
    CHECK_FALSE(all.retries());
    all.pass(1ms);
    CHECK(all.retries());
    CHECK_FALSE(all.retries());

    all.open();
    CHECK_FALSE(all.retries());
    all.open();
    CHECK(all.retries());
    CHECK_FALSE(all.retries());

    all.pass(1h); // saves no more than the burst
    CHECK(granted(all, 100, 0s, 1) == 5);
}

TEST_CASE(
    "over any span a retry budget grants burst + rate * span + share * successes at most, and "
    "almost as much",
    "[policy][retry][gate]") {
    const a_budget policy{.per_second = 3.0, .share = 0.1, .burst = 20.0};
    const auto successes = GENERATE(0, 1, 7);
    const auto step = GENERATE(1ms, 37ms, 1000ms);
    driven all{policy};
    granted(all, 0, 1s, 3); // starts with a full bucket

    constexpr int steps = 1000;
    const double span = std::chrono::duration<double>(step).count() * (steps - 1);
    const double most = 20.0 + 3.0 * span + 0.1 * successes * (steps - 1);
    const double count = granted(all, 50, step, steps, successes);
    CHECK(count <= most);
    CHECK(count >= most - 1.001); // less than a whole token may be left
}

TEST_CASE("a time before the last earns a retry budget nothing", "[policy][retry][gate]") {
    const a_budget policy{.burst = 1.0};
    driven all{policy};
    CHECK(all.retries());
    CHECK_FALSE(all.gate.may_retry(start - 1h));
    CHECK_FALSE(all.gate.may_retry(start));
    CHECK(all.gate.may_retry(start + 1s));
}

TEST_CASE("policies with a gate can be put around each other", "[policy][retry][gate]") {
    const retry::budgeted outside{1.0, 0.2, 2.0, each_second};
    const retry::breaker inside{10s, 2s, retry::budgeted{1.0, 0.2, 2.0, each_second.inner}};
    const retry::limited both{7, outside};

    const auto behaves = [](auto all) {
        STATIC_REQUIRE(decltype(all.gate)::timed);
        CHECK(granted(all, 10, 0s, 1) == 2);
        all.fail();
        CHECK(all.at_once() == 0);
        CHECK(all.gate.next() == all.now + 1s);
        all.pass(10s);
        CHECK(all.at_once() == 1);
        all.fail();
        CHECK(all.refuses());
        all.pass(2s);
        all.open();
        CHECK_FALSE(all.refuses());
        CHECK(all.at_once() == 1);
        CHECK(granted(all, 10, 0s, 1) == 2);
    };
    behaves(driven{outside});
    behaves(driven{inside});
    behaves(driven{both});

    CHECK(both.next_delay({.number = 6}) == 1s);
    CHECK_FALSE(both.next_delay({.number = 7}));
}

TEST_CASE("two breakers around each other must both let an open pass", "[policy][retry][gate]") {
    const retry::breaker twice{1h, 1s, retry::breaker{5s, 3s, retry::constant{1s, 1000}}};
    driven all{twice};
    all.fail_for(5s);
    CHECK(all.refuses());
    CHECK(all.gate.next() == all.now + 1s);
    all.pass(1s);
    CHECK(all.at_once() == 0);
    CHECK(all.gate.next() == all.now + 2s);
    all.pass(2s);
    CHECK(all.at_once() == 1);
}

TEST_CASE("an inner budget that refuses costs the outer one nothing", "[policy][retry][gate]") {
    const retry::budgeted policy{1.0, 0.0, 2.0, a_budget{.share = 1.0, .burst = 1.0}};
    driven all{policy};
    CHECK(all.retries());
    CHECK_FALSE(all.retries());
    all.open(); // earns the inner one a retry
    CHECK(all.retries());
}

TEST_CASE("policies with a gate refuse bad values by name", "[policy][retry][gate]") {
    CHECK(
        refused(a_breaker{.after = -1s}) == "retry::breaker: after must not be negative, got -1s");
    CHECK(
        refused(a_breaker{.pause = 0s}) == "retry::breaker: pause must be more than zero, got 0s");
    CHECK(
        refused(a_breaker{.inner{.attempts = 0}}) ==
        "retry::constant: attempts must be at least 1, got 0");

    const std::string rate =
        "retry::budgeted: per_second must be more than 0 and at most 1e9, got ";
    CHECK(refused(a_budget{.per_second = 0.0}) == rate + "0");
    CHECK(refused(a_budget{.per_second = -1.0}) == rate + "-1");
    CHECK(refused(a_budget{.per_second = not_a_number}) == rate + "nan");
    CHECK(refused(a_budget{.per_second = 1e300}) == rate + "1e+300");
    CHECK(
        refused(a_budget{.share = not_a_number}) ==
        "retry::budgeted: share must be from 0 to 1, got nan");
    CHECK(refused(a_budget{.share = 1.5}) == "retry::budgeted: share must be from 0 to 1, got 1.5");
    CHECK(
        refused(a_budget{.burst = 0.5}) == "retry::budgeted: burst must be from 1 to 1e9, got 0.5");
    CHECK(
        refused(a_budget{.burst = std::numeric_limits<double>::infinity()}) ==
        "retry::budgeted: burst must be from 1 to 1e9, got inf");
    CHECK(
        refused(a_budget{.inner{.delay = -1s}}) ==
        "retry::constant: delay must not be negative, got -1s");
    CHECK(refused(retry::budgeted{}).empty());
    CHECK(refused(retry::breaker{}).empty());
    CHECK(refused(retry::limited{3, retry::budgeted{1.0, 0.2, 10.0, retry::breaker{}}}).empty());
}
