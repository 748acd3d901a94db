#include <cenote/policy/clock.hpp>
#include <cenote/policy/observer.hpp>
#include <cenote/policy/threading.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <support/catch.hpp>
#include <thread>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using parker = threading::mutexed::parker;

namespace {

/// Parks until `until` has come on `time`, whatever wakes it in between.
void sleep_until(const clock::manual& time, time_point until) {
    parker own;
    while (time.now() < until)
        own.park_until(time, until);
}

} // namespace

TEST_CASE("advance wakes the threads whose time has come, and no others", "[policy][clock]") {
    const clock::manual time;
    std::atomic<int> woken{0};
    std::vector<std::jthread> sleepers;
    for (const auto span : {1s, 2s, 3s}) {
        sleepers.emplace_back([&, span] {
            sleep_until(time, time_point{span});
            ++woken;
        });
    }
    time.wait_until_parked(3);
    CHECK(woken == 0);

    time.advance(2s);
    sleepers[0].join();
    sleepers[1].join();
    CHECK(woken == 2);
    CHECK(time.waiters() == 1);

    time.advance(1s);
    sleepers[2].join();
    CHECK(woken == 3);
    CHECK(time.waiters() == 0);
}

TEST_CASE(
    "a thread parked without a limit is woken by unpark, not by the clock", "[policy][clock]") {
    const clock::manual time;
    parker shared;
    std::jthread sleeper{[&] { shared.park_until(time, time_point::max()); }};
    time.wait_until_parked(1);
    time.advance(1000h);
    CHECK(time.waiters() == 1);
    shared.unpark();
    sleeper.join();
    CHECK(time.waiters() == 0);
}

TEST_CASE("an advance that races with going to sleep is never missed", "[policy][clock]") {
    // A lost wake-up leaves the sleeper parked for ever, and the test hangs.
    for (int round = 0; round < 2000; ++round) {
        const clock::manual time;
        std::jthread sleeper{[&] { sleep_until(time, time_point{1s}); }};
        std::jthread waker{[&] { time.advance(1s); }};
    }
    SUCCEED("all woke up");
}

TEST_CASE("an unpark and an advance at once leave nothing behind", "[policy][clock]") {
    // The parker dies as soon as its thread runs on, while both wakers may still be at it.
    for (int round = 0; round < 2000; ++round) {
        const clock::manual time;
        auto own = std::make_unique<parker>();
        std::mutex still_there;
        std::jthread sleeper{[&] {
            own->park_until(time, time_point{1s});
            const std::lock_guard guard{still_there};
            own.reset();
        }};
        std::jthread advancing{[&] { time.advance(1s); }};
        const std::lock_guard guard{still_there};
        if (own) own->unpark();
    }
    SUCCEED("no parker was touched after its end");
}

TEST_CASE("observer::counters loses no event to another thread", "[policy][observer]") {
    const observer::counters shared;
    {
        std::vector<std::jthread> workers;
        for (int worker = 0; worker < 4; ++worker) {
            workers.emplace_back([told = shared] {
                for (int event = 0; event < 10'000; ++event)
                    told.on_lent();
            });
        }
    }
    CHECK(shared.read().lent == 40'000);
}
