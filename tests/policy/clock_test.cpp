#include <cenote/policy/clock.hpp>

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <support/catch.hpp>

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
