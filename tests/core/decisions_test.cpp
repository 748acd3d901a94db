#include <cenote/policy/retry.hpp>

#include <cenote/core/fitness.hpp>
#include <cenote/core/progress.hpp>

#include <support/catch.hpp>

using namespace cenote;
using namespace std::chrono_literals;
using core::fitness;
using core::judge;
using core::standing;

TEST_CASE(
    "a resource that nothing is held against is lent with the proof its policy wants",
    "[core][fitness]") {
    CHECK(judge(standing::current, {}, proof::none, false) == fitness{});
    CHECK(judge(standing::current, {}, proof::peek, true) == fitness{.prove = proof::peek});
}

TEST_CASE(
    "a suspect makes a round trip, and is closed where nothing can prove it", "[core][fitness]") {
    CHECK(judge(standing::suspect, {}, proof::none, true) == fitness{.prove = proof::ping});
    CHECK(
        judge(standing::suspect, {}, proof::none, false) ==
        fitness{.close = close_cause::refreshed});
}

TEST_CASE("the retired and the expired are closed without asking them", "[core][fitness]") {
    CHECK(
        judge(standing::retired, {}, proof::ping, true) ==
        fitness{.close = close_cause::refreshed});
    CHECK(
        judge(standing::current, close_cause::too_old, proof::ping, true) ==
        fitness{.close = close_cause::too_old});
}

TEST_CASE("after two stale resources a new one is opened", "[core][progress]") {
    core::progress p;
    CHECK(p.found_stale(true));
    CHECK_FALSE(p.found_stale(true));
    CHECK(p.stale() == 2);
}

TEST_CASE("a permanent failure is not tried again, whatever the policy", "[core][progress]") {
    core::progress p;
    const retry::constant policy{.delay = 1ms, .attempts = 100};
    CHECK(p.open_failed(policy, fault::transient, 0.5) == std::optional<duration>{1ms});
    CHECK(p.open_failed(policy, fault::permanent, 0.5) == std::nullopt);
    CHECK(p.attempts() == 2);
}

TEST_CASE(
    "the retry policy is told the attempt's number and the delay before it", "[core][progress]") {
    struct recording {
        mutable failed_attempt last{};

        std::optional<duration> next_delay(const failed_attempt& f) const noexcept {
            last = f;
            return f.number * 10ms;
        }
    };

    core::progress p;
    const recording policy;
    CHECK(p.open_failed(policy, fault::overloaded, 0.25) == std::optional<duration>{10ms});
    CHECK(policy.last.number == 1);
    CHECK(policy.last.previous == 0ms);
    CHECK(policy.last.what == fault::overloaded);
    CHECK(policy.last.draw == 0.25);
    CHECK(p.open_failed(policy, fault::lost, 0.5) == std::optional<duration>{20ms});
    CHECK(policy.last.number == 2);
    CHECK(policy.last.previous == 10ms);
}

TEST_CASE(
    "a failure is called by what was met on the way, not by the wait it ended in",
    "[core][progress]") {
    const retry::none never;
    core::progress waited;
    CHECK(waited.kind_of(errc::exhausted) == errc::exhausted);
    CHECK(waited.kind_of(errc::open_failed) == errc::open_failed);

    core::progress stale;
    (void)stale.found_stale(true);
    CHECK(stale.kind_of(errc::exhausted) == errc::verify_failed);
    CHECK(stale.kind_of(errc::closed) == errc::closed);

    core::progress failed;
    (void)failed.found_stale(true);
    (void)failed.open_failed(never, fault::lost, 0.0);
    CHECK(failed.kind_of(errc::exhausted) == errc::open_failed);
    CHECK(failed.kind_of(errc::queue_full) == errc::queue_full);

    core::progress old;
    (void)old.found_stale(false); // closed for its age: no reason to doubt the server
    CHECK(old.kind_of(errc::exhausted) == errc::exhausted);
}
