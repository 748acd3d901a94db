#include <cenote/policy/retry.hpp>

#include <limits>
#include <support/catch.hpp>
#include <support/refused.hpp>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using test::refused;

namespace {

constexpr unsigned any_number = std::numeric_limits<unsigned>::max();
constexpr double nearly_one = 1.0 - std::numeric_limits<double>::epsilon();

/// The delays after each failure until it gives up, each told the one before.
template <class Policy>
std::vector<duration> delays(const Policy& policy, double draw) {
    std::vector<duration> all;
    failed_attempt failed{.draw = draw};
    while (const auto delay = policy.next_delay(failed)) {
        all.push_back(*delay);
        failed.previous = *delay;
        ++failed.number;
    }
    return all;
}

} // namespace

TEST_CASE("retry::none gives up at once", "[policy][retry]") {
    CHECK(delays(retry::none{}, 0.5).empty());
}

TEST_CASE("retry::constant waits the same before each of its attempts", "[policy][retry]") {
    CHECK(delays(retry::constant{.delay = 3s, .attempts = 4}, 0.9) == std::vector<duration>(3, 3s));
    CHECK(delays(retry::constant{.delay = 0s, .attempts = 2}, 0.0) == std::vector<duration>{0s});
    CHECK(delays(retry::constant{.delay = 3s, .attempts = 1}, 0.0).empty());
}

TEST_CASE("retry::exponential multiplies the delay until the cap", "[policy][retry]") {
    const retry::exponential policy{.base = 50ms, .cap = 1s, .factor = 3.0, .attempts = 6};
    CHECK(delays(policy, 0.7) == std::vector<duration>{50ms, 150ms, 450ms, 1s, 1s});
}

TEST_CASE("retry::full_jitter draws between zero and a bound that doubles", "[policy][retry]") {
    const retry::full_jitter policy{.base = 100ms, .cap = 500ms, .attempts = 6};
    CHECK(delays(policy, 0.5) == std::vector<duration>{50ms, 100ms, 200ms, 250ms, 250ms});
    CHECK(delays(policy, 0.0) == std::vector<duration>(5, 0s));
    for (const duration delay : delays(policy, nearly_one)) {
        CHECK(delay < 500ms);
    }
}

TEST_CASE(
    "retry::decorrelated_jitter draws between its base and thrice the delay before",
    "[policy][retry]") {
    const retry::decorrelated_jitter policy{.base = 100ms, .cap = 1s, .attempts = 6};
    CHECK(delays(policy, 0.0) == std::vector<duration>(5, 100ms));
    // 100 + 0.5 * (300 - 100) = 200; 100 + 0.5 * (600 - 100) = 350; 575; 912.5; 1418.75 is capped.
    CHECK(delays(policy, 0.5) == std::vector<duration>{200ms, 350ms, 575ms, 912500us, 1s});
}

TEST_CASE("no attempt number, delay or cap makes a retry policy overflow", "[policy][retry]") {
    constexpr duration longest = duration::max();
    const failed_attempt late{.number = any_number - 1, .previous = longest, .draw = nearly_one};

    const retry::exponential growing{.base = 1ns, .cap = longest, .attempts = any_number};
    CHECK(growing.next_delay(late) == longest);
    CHECK(retry::exponential{.base = 0ns, .attempts = any_number}.next_delay(late) == 0ns);

    const retry::full_jitter full{.base = longest, .cap = longest, .attempts = any_number};
    CHECK(full.next_delay(late) > 0ns);
    CHECK(full.next_delay({.number = 64, .draw = nearly_one}) > 0ns);

    const retry::decorrelated_jitter apart{.base = 1s, .cap = longest, .attempts = any_number};
    CHECK(apart.next_delay(late) > 1s);
    const retry::decorrelated_jitter long_base{
        .base = longest, .cap = longest, .attempts = any_number};
    CHECK(long_base.next_delay(late) == longest);
}

TEST_CASE(
    "retry::limited stops another policy early, and never makes it go on", "[policy][retry]") {
    CHECK(
        delays(retry::limited{2, retry::constant{.delay = 1s, .attempts = 9}}, 0.0) ==
        std::vector<duration>{1s});
    CHECK(
        delays(retry::limited{9, retry::constant{.delay = 1s, .attempts = 3}}, 0.0) ==
        std::vector<duration>{1s, 1s});
}

TEST_CASE("retry policies refuse bad values by name", "[policy][retry]") {
    CHECK(
        refused(retry::constant{.delay = -1ms}) ==
        "retry::constant: delay must not be negative, got -1ms");
    CHECK(
        refused(retry::constant{.attempts = 0}) ==
        "retry::constant: attempts must be at least 1, got 0");
    CHECK(
        refused(retry::exponential{.base = 2s, .cap = 1s}) ==
        "retry::exponential: cap must not be less than base, got 1s");
    CHECK(
        refused(retry::exponential{.factor = 0.5}) ==
        "retry::exponential: factor must be at least 1, got 0.5");
    CHECK(
        refused(retry::exponential{.factor = std::numeric_limits<double>::quiet_NaN()}) ==
        "retry::exponential: factor must be at least 1, got nan");
    CHECK(
        refused(retry::full_jitter{.base = -50us}) ==
        "retry::full_jitter: base must not be negative, got -50us");
    CHECK(
        refused(retry::full_jitter{.base = 3s}) ==
        "retry::full_jitter: cap must not be less than base, got 2s");
    CHECK(
        refused(retry::decorrelated_jitter{.attempts = 0}) ==
        "retry::decorrelated_jitter: attempts must be at least 1, got 0");
    CHECK(refused(retry::limited{0u}) == "retry::limited: attempts must be at least 1, got 0");
    CHECK(
        refused(retry::limited{2, retry::constant{.delay = -1s}}) ==
        "retry::constant: delay must not be negative, got -1s");
}

TEST_CASE("the defaults of the retry policies are in range", "[policy][retry]") {
    CHECK(refused(retry::constant{}).empty());
    CHECK(refused(retry::exponential{}).empty());
    CHECK(refused(retry::full_jitter{}).empty());
    CHECK(refused(retry::decorrelated_jitter{}).empty());
    CHECK(refused(retry::limited{}).empty());
}
