#include <cenote/policy/clock.hpp>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <support/catch.hpp>
#include <utility>

using namespace cenote;
using namespace std::chrono_literals;

TEST_CASE("clock::steady never goes back", "[policy][clock]") {
    const time_point first = clock::steady{}.now();
    CHECK(clock::steady{}.now() >= first);
}

TEST_CASE("clock::steady knows what time it was a moment ago", "[policy][clock]") {
    const time_point recently = clock::steady{}.recently();
    const time_point now = clock::steady{}.now();
    CHECK(recently <= now);
    CHECK(now - recently < 10s); // on the same line; the kernel ticks more often than that
}

TEST_CASE("a clock that knows no cheaper time is asked for the precise one", "[policy][clock]") {
    const clock::manual time{time_point{1h}};
    CHECK(clock::recently(time) == time.now());
}

TEST_CASE(
    "copies of clock::manual show one time, which moves only when told to", "[policy][clock]") {
    const clock::manual here{time_point{1h}};
    const clock::manual there = here;
    CHECK(there.now() == time_point{1h});
    here.advance(5s);
    CHECK(there.now() == time_point{1h + 5s});
    there.advance(0s);
    CHECK(here.now() == time_point{1h + 5s});
}

TEST_CASE("clock::manual refuses to go back", "[policy][clock]") {
    const clock::manual time;
    CHECK_THROWS_AS(time.advance(-1ns), std::invalid_argument);
    CHECK(time.now() == time_point{});
}

TEST_CASE("a wait on clock::manual for a time that has come does not park", "[policy][clock]") {
    const clock::manual time{time_point{1h}};
    std::mutex mutex;
    std::condition_variable notified;
    std::unique_lock lock{mutex};
    time.wait_until(lock, notified, time_point{1h});
    CHECK(lock.owns_lock());
    CHECK(time.waiters() == 0);
}

TEST_CASE("an alarm of clock::manual goes off once, when its time has come", "[policy][clock]") {
    const clock::manual time{time_point{1h}};
    int first = 0;
    int second = 0;
    const auto count_first = [&first]() noexcept { ++first; };
    const auto count_second = [&second]() noexcept { ++second; };
    const clock::manual::alarm one{time, time_point{1h + 1s}, count_first};
    std::optional<clock::manual::alarm> other{
        std::in_place, time, time_point{1h + 2s}, count_second};
    CHECK(time.waiters() == 0);
    time.advance(1s);
    CHECK(first == 1);
    CHECK(second == 0);
    other.reset();
    time.advance(5s);
    CHECK(first == 1);
    CHECK(second == 0);
    const clock::manual::alarm late{time, time_point{1h}, count_second};
    CHECK(second == 1);
}

TEST_CASE("an alarm of clock::manual may be ended by what it calls", "[policy][clock]") {
    const clock::manual time{time_point{1h}};
    std::optional<clock::manual::alarm> self;
    self.emplace(time, time_point{1h + 1s}, [&self]() noexcept { self.reset(); });
    time.advance(1s);
    CHECK_FALSE(self);
}
