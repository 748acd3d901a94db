// The warehouse's pool is an ordinary pool of ordinary policies, each behind a switch.
#include <cenote/pool.hpp>

#include <cenote/warehouse/policies.hpp>

#include <chrono>
#include <memory>
#include <support/catch.hpp>
#include <support/clocks.hpp>
#include <support/world.hpp>

using namespace std::chrono_literals;
using cenote::close_cause;
using cenote::fault;

namespace {

struct setup {
    test::leaping_clock clock;
    std::shared_ptr<test::world> world = std::make_shared<test::world>();
    std::shared_ptr<cenote::repair_switches> switches = std::make_shared<cenote::repair_switches>();
    using pool_type = cenote::pool<
        test::factory,
        cenote::repaired,
        cenote::opening::by_caller, // this time is for one thread
        cenote::closing::by_caller,
        cenote::upkeep::none,
        test::leaping_clock>;
    pool_type pool{
        test::factory{world},
        cenote::limits{},
        cenote::policies_of({.pool_recycle = 1h, .open_attempts = 5}, switches),
        clock};

    void lend_once() { (void)pool.acquire(); }

    std::uint64_t closed(close_cause why) {
        return pool.stats().since.closed_by[static_cast<std::size_t>(why)];
    }
};

} // namespace

TEST_CASE("verifying is a switch: off, what is idle is lent as it is", "[switches]") {
    setup s;
    s.lend_once();
    s.world->on_peek = [](auto&) { return false; };
    s.switches->verify.set(false);
    s.lend_once();
    CHECK(s.world->opens == 1);
    s.switches->verify.set(true);
    s.lend_once();
    CHECK(s.world->opens == 2);
    CHECK(s.closed(close_cause::found_dead) == 1);
}

TEST_CASE("retrying is a switch: off, the first failed open is the last", "[switches]") {
    setup s;
    s.world->on_open = [](auto) { throw test::scripted_error{fault::transient, "no"}; };
    s.switches->retry.set(false);
    CHECK_THROWS(s.pool.acquire());
    CHECK(s.world->open_attempts == 1);
    s.switches->retry.set(true);
    CHECK_THROWS(s.pool.acquire());
    CHECK(s.world->open_attempts == 6);
}

TEST_CASE("recycling is a switch: off, nothing is too old", "[switches]") {
    setup s;
    s.lend_once();
    s.clock.advance(2h);
    s.switches->recycle.set(false);
    s.lend_once();
    CHECK(s.world->opens == 1);
    s.switches->recycle.set(true);
    s.clock.advance(2h);
    s.lend_once();
    CHECK(s.world->opens == 2);
}

TEST_CASE("rolling back is a switch: off, what comes back is kept as it is", "[switches]") {
    setup s;
    s.switches->rollback.set(false);
    s.pool.acquire()->in_transaction = true;
    CHECK(s.world->rollbacks == 0);
    CHECK(s.pool.acquire()->in_transaction);
    s.switches->rollback.set(true);
    s.lend_once();
    CHECK(s.world->rollbacks == 1);
}

TEST_CASE("refreshing is a switch: off, one loss says nothing about the others", "[switches]") {
    setup s;
    auto first = s.pool.acquire();
    auto second = s.pool.acquire();
    s.switches->refresh.set(false);
    first.discard(fault::lost);
    CHECK(s.pool.stats().since.refreshes == 0);
    s.switches->refresh.set(true);
    second.discard(fault::lost);
    CHECK(s.pool.stats().since.refreshes == 1);
}

TEST_CASE("with verifying off, a refresh retires what it could not have proven", "[switches]") {
    setup s;
    s.switches->verify.set(false);
    auto first = s.pool.acquire();
    s.lend_once(); // a second one, idle
    first.discard(fault::lost);
    s.lend_once();
    CHECK(s.closed(close_cause::refreshed) == 1);
    CHECK(s.world->pings == 0);
}

TEST_CASE("with verifying off, a refresh by hand replaces what is idle", "[switches]") {
    setup s;
    s.lend_once();
    s.switches->verify.set(false);
    s.pool.refresh();
    s.lend_once();
    CHECK(s.world->opens == 2);
    CHECK(s.world->pings == 0);
    CHECK(s.pool.stats().since.refreshes == 1);
}
