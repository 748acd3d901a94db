#include <cenote/policy/closing.hpp>
#include <cenote/policy/opening.hpp>
#include <cenote/policy/recycling.hpp>
#include <cenote/policy/upkeep.hpp>
#include <cenote/policy/validation.hpp>

#include <cenote/pool.hpp>

#include <memory>
#include <support/catch.hpp>
#include <support/world.hpp>
#include <thread>
#include <tuple>

using namespace cenote;
using namespace std::chrono_literals;
using test::world;

namespace {

struct scene {
    std::shared_ptr<world> w = std::make_shared<world>();
    clock::manual clock{time_point{1h}};

    template <class... Policies>
    auto pool(limits bounds, Policies... policies) {
        return cenote::pool<test::factory, clock::manual, Policies...>{
            test::factory{w}, bounds, clock, policies...};
    }

    /// Lets the keeper do the rounds of that time, each before the next begins.
    void pass(duration span, duration interval = 10s) {
        for (; span > duration::zero(); span -= interval) {
            clock.wait_until_parked(1);
            clock.advance(interval);
        }
        clock.wait_until_parked(1);
    }
};

template <class Condition>
void await(Condition so) {
    while (!so())
        std::this_thread::yield();
}

} // namespace

TEMPLATE_TEST_CASE(
    "upkeep keeps min_idle, whoever opens",
    "[pool][upkeep]",
    opening::by_caller,
    opening::in_background) {
    scene s;
    auto p = s.pool({.min_idle = 3, .max_size = 5}, upkeep::every{}, TestType{});
    REQUIRE(p.stats().now.idle == 3);
    p.acquire().discard();
    p.acquire().discard();
    CHECK(p.stats().now.idle == 1);
    s.pass(10s);
    await([&] { return p.stats().now.idle == 3; });
    CHECK(p.stats().since.lent == 2);
}

TEST_CASE("upkeep replaces what is too old before it is wanted", "[pool][upkeep]") {
    scene s;
    auto p =
        s.pool({.max_size = 4}, upkeep::every{}, recycling::max_age{.limit = 1min, .jitter = 0.0});
    std::ignore = std::tuple{p.acquire(), p.acquire()};
    REQUIRE(p.stats().now.idle == 2);
    s.pass(40s);
    CHECK(p.stats().since.closed(close_cause::too_old) == 0);
    s.pass(10s); // in the next round it would be too late
    CHECK(p.stats().since.closed(close_cause::too_old) == 2);
    CHECK(p.stats().now.idle == 2);
    CHECK(p.acquire()->id > 2);
}

TEST_CASE("upkeep closes what nobody wants, down to min_idle", "[pool][upkeep]") {
    scene s;
    auto p =
        s.pool({.min_idle = 1, .max_size = 4}, upkeep::every{}, recycling::max_idle{.limit = 1min});
    std::ignore = std::tuple{p.acquire(), p.acquire(), p.acquire()};
    REQUIRE(p.stats().now.idle == 3);
    s.pass(50s);
    CHECK(p.stats().now.idle == 1);
}

TEST_CASE("upkeep lets what was silent for long prove itself, a few at a time", "[pool][upkeep]") {
    scene s;
    auto p = s.pool(
        {.min_idle = 5, .max_size = 5},
        upkeep::every{.keepalive = 1min, .proofs = 2},
        validation::after_idle{24h});
    s.pass(50s);
    CHECK(s.w->pings == 0);
    s.pass(10s);
    CHECK(s.w->pings == 2);
    s.pass(20s);
    CHECK(s.w->pings == 5);
    s.pass(30s);
    CHECK(s.w->pings == 5); // the first were heard of less than a minute ago
    s.pass(10s);
    CHECK(s.w->pings == 7);
    CHECK(p.stats().now.idle == 5);
}

TEST_CASE(
    "upkeep closes what it finds dead, and clears the others of suspicion", "[pool][upkeep]") {
    scene s;
    auto p = s.pool(
        {.min_idle = 3, .max_size = 3},
        upkeep::every{.keepalive = 1min},
        validation::after_idle{24h});
    s.w->on_ping = [](test::thing& t, deadline) { return t.id != 1; };
    s.pass(1min);
    CHECK(p.stats().since.closed(close_cause::found_dead) == 1);
    CHECK(p.stats().since.refreshes == 1);
    await([&] { return p.stats().now.idle == 3; });
    const int asked = s.w->pings;
    (void)p.acquire(); // what is suspect has proven itself in the same round
    CHECK(s.w->pings == asked);
}

TEST_CASE("A stopped upkeep strands nobody: the pool goes on without it", "[pool][upkeep]") {
    scene s;
    auto p = s.pool({.max_size = 1}, upkeep::every{.interval = 1000h});
    auto held = p.acquire();
    std::jthread waiter{[&] { (void)p.acquire(1h); }};
    s.clock.wait_until_parked(2);
    held.release();
    waiter.join();
    CHECK(p.close(0s).complete());
}

TEST_CASE("What upkeep holds when the pool is closed is closed", "[pool][upkeep]") {
    scene s;
    std::atomic<bool> proving{false};
    std::atomic<bool> go_on{false};
    s.w->on_ping = [&](auto&, auto) {
        proving = true;
        await([&] { return go_on.load(); });
        return true;
    };
    auto p = s.pool(
        {.min_idle = 1, .max_size = 1},
        upkeep::every{.keepalive = 10s},
        validation::after_idle{24h});
    s.clock.wait_until_parked(1);
    s.clock.advance(10s);
    await([&] { return proving.load(); });
    CHECK_FALSE(p.close(0s).complete());
    go_on = true;
    CHECK(p.close(timeout{deadline::never()}).complete());
    CHECK(s.w->alive == 0);
}

TEST_CASE("A pool without upkeep has no thread, and none without background policies", "[pool]") {
    STATIC_REQUIRE_FALSE(house<test::factory, policy_set<>>::book::staffed);
    // But for a count of the workers that callers who await may need.
    STATIC_REQUIRE(sizeof(house<test::factory, policy_set<>>::book::staff) == sizeof(std::size_t));
    STATIC_REQUIRE(house<test::factory, policy_set<upkeep::every>>::book::staffed);
}
