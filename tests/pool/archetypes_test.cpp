#include <cenote/pool.hpp>

#include <cenote/presets.hpp>

#include <support/archetypes.hpp>
#include <support/catch.hpp>
#include <support/clocks.hpp>
#include <support/world.hpp>

using namespace cenote;
using namespace std::chrono_literals;
namespace archetype = test::archetype;

TEMPLATE_TEST_CASE(
    "a pool asks of its factory and policies what their concepts promise, and no more",
    "[pool][archetype]",
    archetype::threading,
    archetype::locked_threading) {
    cenote::pool p{
        archetype::factory{0},
        limits{.min_idle = 1, .max_size = 2},
        archetype::validation{0},
        archetype::retry{0},
        archetype::recycling{0},
        archetype::release{0},
        archetype::refreshing{0},
        archetype::waiting{0},
        archetype::order{0},
        archetype::opening{0},
        archetype::closing{0},
        archetype::upkeep{0},
        archetype::workers{0},
        TestType{0},
        archetype::clock{clock::manual{}},
        archetype::observer{0}};
    auto first = p.acquire();
    auto second = p.acquire(1s);
    boost::system::error_code failed;
    CHECK_FALSE(p.acquire(0s, failed));
    CHECK(failed == errc::exhausted);
    first.release();
    second.discard(fault::lost);
    CHECK(p.try_acquire());
    p.refresh();
    CHECK(p.acquire(unverified).detach() != nullptr);
    CHECK(p.close(timeout{deadline::never()}).complete());
    CHECK(p.stats().since.lent == 4);
}

TEMPLATE_TEST_CASE(
    "each preset makes a pool, and a policy beside it takes the place of its own",
    "[pool][presets]",
    presets::balanced,
    presets::strict,
    presets::latency) {
    const auto w = std::make_shared<test::world>();
    const test::leaping_clock time;
    cenote::pool p{test::factory{w}, limits{.max_size = 1}, time, TestType{}, retry::none{}};
    p.acquire()->in_transaction = true;
    CHECK(w->rollbacks == 1);
    w->on_open = [](auto) { throw test::scripted_error{fault::transient, "refused"}; };
    w->on_ping = [](auto&, auto) { return false; };
    time.advance(10min);
    CHECK_THROWS_AS(p.acquire(), acquire_error);
    CHECK(w->open_attempts == 2); // the one that succeeded, and one that failed: no retry
}
