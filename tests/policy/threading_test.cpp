#include <cenote/policy/clock.hpp>
#include <cenote/policy/threading.hpp>

#include <support/catch.hpp>
#include <support/clocks.hpp>

using namespace cenote;
using namespace std::chrono_literals;

static_assert(threading::mutexed::can_wait);
static_assert(!threading::single::can_wait);

TEST_CASE("an unpark that comes first is not lost", "[policy][threading]") {
    clock::manual time; // would park for ever
    threading::mutexed::parker parker;
    parker.unpark();
    parker.park_until(time, time_point::max());
    CHECK(time.waiters() == 0);
}

TEST_CASE("an unpark serves one park only", "[policy][threading]") {
    test::leaping_clock time;
    threading::mutexed::parker parker;
    parker.unpark();
    parker.unpark();
    const time_point before = time.now();
    parker.park_until(time, before + 5s);
    CHECK(time.now() == before);
    parker.park_until(time, before + 5s);
    CHECK(time.now() == before + 5s);
}

TEST_CASE("a single thread can back off although nobody can wake it", "[policy][threading]") {
    test::leaping_clock time;
    threading::single::parker parker;
    const time_point before = time.now();
    parker.park_until(time, before + 5s);
    CHECK(time.now() == before + 5s);
}
