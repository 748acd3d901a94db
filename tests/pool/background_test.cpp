#include <cenote/policy/closing.hpp>
#include <cenote/policy/observer.hpp>
#include <cenote/policy/opening.hpp>
#include <cenote/policy/recycling.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/upkeep.hpp>
#include <cenote/policy/validation.hpp>
#include <cenote/policy/waiting.hpp>

#include <cenote/pool.hpp>

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <support/catch.hpp>
#include <support/no_more_threads.hpp>
#include <support/world.hpp>
#include <thread>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using test::scripted_error;
using test::world;

namespace {

/// A gate that opens hang at until the test lets them pass.
class barrier {
public:
    void pass() {
        std::unique_lock lock{mutex_};
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
        --waiting_;
    }

    void lift() {
        const std::lock_guard lock{mutex_};
        open_ = true;
        changed_.notify_all();
    }

    void wait_for(int n) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return waiting_ >= n; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool open_ = false;
};

struct scene {
    std::shared_ptr<world> w = std::make_shared<world>();
    clock::manual clock{time_point{1h}};
    barrier opens; // outlives the pool, and what hangs at it is let go before

    template <class... Policies>
    auto pool(limits bounds, Policies... policies) {
        return cenote::pool<test::factory, clock::manual, Policies...>{
            test::factory{w}, bounds, clock, policies...};
    }
};

template <class Condition>
void await(Condition so) {
    while (!so())
        std::this_thread::yield();
}

} // namespace

TEST_CASE("A caller whose open hangs leaves at its deadline", "[pool][background][promise]") {
    scene s;
    s.w->on_open = [&](auto) { s.opens.pass(); };
    auto p = s.pool({.max_size = 2}, opening::in_background{});
    auto failed = std::async(std::launch::async, [&] {
        try {
            (void)p.acquire(1s);
        } catch (const acquire_error& e) {
            return e.failure().kind;
        }
        return errc{};
    });
    s.opens.wait_for(1);
    s.clock.wait_until_parked(1);
    s.clock.advance(1s);
    CHECK(failed.get() == errc::open_failed);

    SECTION("and what it would have got feeds the pool") {
        s.opens.lift();
        await([&] { return p.stats().now.idle == 1; });
        CHECK(p.try_acquire());
        CHECK(s.w->opens == 1);
    }
    SECTION("and the pool can be closed while it hangs") {
        CHECK(p.close(0s).opening == 1);
        s.opens.lift();
    }
}

TEST_CASE("Whoever waits for an open is served by what is given back first", "[pool][background]") {
    scene s;
    auto p = s.pool({.max_size = 2}, opening::in_background{.hesitate = 0s}, waiting::fifo{});
    auto first = p.acquire();
    s.w->on_open = [&](auto) { s.opens.pass(); };
    auto second = std::async(std::launch::async, [&] { return p.acquire(1h)->id; });
    s.opens.wait_for(1);
    first.release();
    CHECK(second.get() == 1);
    s.opens.lift();
    await([&] { return p.stats().now.idle == 2; });
}

TEST_CASE("No more are opened at once than the limit", "[pool][background]") {
    scene s;
    s.w->on_open = [&](auto) { s.opens.pass(); };
    auto p = s.pool({.max_size = 50}, opening::in_background{.limit = 3});
    std::vector<std::jthread> callers;
    for (int i = 0; i < 20; ++i)
        callers.emplace_back([&] { (void)p.acquire(1h); });
    s.opens.wait_for(3);
    s.clock.wait_until_parked(20);
    CHECK(p.stats().now.opening == 3);
    CHECK(s.w->open_attempts == 3);
    s.opens.lift();
    callers.clear();
    CHECK(p.stats().now.leased == 0);
    CHECK(s.w->opens <= 20);
}

TEST_CASE("An open that takes too long is abandoned", "[pool][background]") {
    scene s;
    s.w->on_open = [&](auto) {
        if (s.w->open_attempts == 1) s.opens.pass();
    };
    auto p = s.pool(
        {.max_size = 1},
        opening::in_background{.limit = 1, .patience = 5s},
        retry::constant{.delay = 0s, .attempts = 2});
    auto served = std::async(std::launch::async, [&] { return p.acquire(1h)->id; });
    s.opens.wait_for(1);
    s.clock.wait_until_parked(1);
    s.clock.advance(5s);
    CHECK(served.get() == 1); // opened by another, while the first still hangs
    CHECK(p.stats().now.abandoned == 1);
    CHECK(p.stats().since.abandoned == 1);

    s.opens.lift(); // it returns at last, with a resource that nobody wants
    await([&] { return p.stats().now.abandoned == 0; });
    CHECK(p.stats().since.closed(close_cause::late) == 1);
    CHECK(p.stats().now.open == 1);
}

TEST_CASE("An abandoned open that fails at last is one failure", "[pool][background]") {
    scene s;
    const observer::counters watch;
    s.w->on_open = [&](auto) {
        s.opens.pass();
        throw scripted_error{fault::lost, "reset"};
    };
    auto p = s.pool({.max_size = 1}, opening::in_background{.patience = 1s}, watch);
    auto failed = std::async(std::launch::async, [&] {
        boost::system::error_code why;
        (void)p.acquire(1s, why);
    });
    s.opens.wait_for(1);
    s.clock.wait_until_parked(1);
    s.clock.advance(1s);
    failed.get();
    s.opens.lift();
    await([&] { return p.stats().now.abandoned == 0; });
    CHECK(p.close(0s).complete());
    CHECK(p.stats().since.open_failures == 1);
    CHECK(watch.read().open_failed(fault::timed_out) == 1);
    CHECK(watch.read().open_failed(fault::lost) == 0);
}

TEST_CASE("With too many abandoned opens none is begun", "[pool][background]") {
    scene s;
    s.w->on_open = [&](auto) { s.opens.pass(); };
    auto p = s.pool(
        {.max_size = 4},
        opening::in_background{.limit = 2, .patience = 1s, .abandoned = 2},
        retry::constant{.delay = 0s, .attempts = 9});
    std::vector<std::jthread> callers;
    for (int i = 0; i < 4; ++i)
        callers.emplace_back([&] {
            boost::system::error_code failed;
            (void)p.acquire(1min, failed);
        });
    s.opens.wait_for(2);
    s.clock.wait_until_parked(4);
    s.clock.advance(1s);
    await([&] { return p.stats().now.abandoned == 2; });
    s.clock.wait_until_parked(4);
    CHECK(p.stats().now.opening == 0);
    CHECK(s.w->open_attempts == 2);
    s.clock.advance(1min);
    callers.clear();
    CHECK(p.stats().since.failed(errc::open_failed) == 4);
    s.opens.lift();
    await([&] { return p.stats().now.abandoned == 0; });
    s.w->on_open = [](auto) {};
    CHECK(p.acquire(1s));
}

TEST_CASE(
    "A failed open in the background is retried by the caller it was for", "[pool][background]") {
    scene s;
    s.w->on_open = [&](auto) {
        if (s.w->open_attempts <= 2) throw scripted_error{fault::overloaded, "full"};
    };
    auto p = s.pool(
        {.max_size = 1},
        opening::in_background{.patience = 24h},
        retry::constant{.delay = 1s, .attempts = 3});
    auto served = std::async(std::launch::async, [&] { return p.acquire(24h)->id; });
    const auto began = s.clock.now();
    while (served.wait_for(0s) != std::future_status::ready) {
        s.clock.advance(100ms);
        std::this_thread::yield();
    }
    CHECK(s.clock.now() - began >= 2s);
    CHECK(served.get() == 1);
    CHECK(p.stats().since.open_failures == 2);
}

TEST_CASE("A failed open in the background tells its story to its caller", "[pool][background]") {
    scene s;
    s.w->on_open = [&](auto) { throw scripted_error{fault::permanent, "wrong password"}; };
    auto p = s.pool({.max_size = 1}, opening::in_background{}, retry::constant{});
    try {
        (void)p.acquire(1h);
        FAIL("it was lent");
    } catch (const acquire_error& e) {
        CHECK(e.failure().kind == errc::open_failed);
        CHECK(e.failure().attempts == 1);
        CHECK(e.failure().what == fault::permanent);
        CHECK_THAT(e.what(), test::contains("wrong password"));
    }
}

TEST_CASE("A close that hangs holds up neither caller nor place", "[pool][background][promise]") {
    scene s;
    s.w->on_close = [&](auto&) { s.opens.pass(); };
    auto p = s.pool({.max_size = 1}, closing::in_background{.limit = 1});
    p.acquire().discard();
    s.opens.wait_for(1);
    CHECK(p.stats().now.closing == 1);
    CHECK(p.acquire()->id == 2);
    p.acquire().discard();
    CHECK(p.stats().now.closing == 2);
    CHECK(s.w->closes == 1); // no more at once than the limit
    CHECK(p.close(0s).closing == 2);
    s.opens.lift();
    CHECK(p.close(timeout{deadline::never()}).complete());
    CHECK(s.w->alive == 0);
}

TEST_CASE(
    "close is not complete while what was opened too late is being closed", "[pool][background]") {
    scene s;
    barrier closes;
    s.w->on_open = [&](auto) { s.opens.pass(); };
    s.w->on_close = [&](auto&) { closes.pass(); };
    auto p = s.pool({.max_size = 1}, opening::in_background{});
    auto refused = std::async(std::launch::async, [&] {
        boost::system::error_code why;
        (void)p.acquire(1h, why);
    });
    s.opens.wait_for(1);
    SECTION("since the pool was closed meanwhile") {
        CHECK(p.close(0s).opening == 1);
        s.opens.lift();
        closes.wait_for(1);
        CHECK(p.close(0s).closing == 1);
    }
    SECTION("since it was abandoned") {
        s.clock.wait_until_parked(1);
        s.clock.advance(1h);
        s.opens.lift();
        closes.wait_for(1);
        CHECK(p.close(0s).opening == 1);
    }
    closes.lift();
    await([&] { return p.close(0s).complete(); });
    CHECK(s.w->alive == 0);
}

TEST_CASE(
    "Who waits already when an open begins knows when it is overdue",
    "[pool][background][promise]") {
    scene s;
    auto p = s.pool(
        {.max_size = 1},
        opening::in_background{.patience = 1s},
        retry::constant{.delay = 0s, .attempts = 9});
    auto held = p.acquire();
    s.w->on_open = [&](auto) {
        if (s.w->open_attempts == 2) s.opens.pass();
    };
    auto served = std::async(std::launch::async, [&] { return p.acquire(24h)->id; });
    s.clock.wait_until_parked(1);
    held.discard(); // the open that it waits for begins now, and hangs
    s.opens.wait_for(1);
    while (p.stats().now.abandoned == 0) {
        s.clock.advance(100ms);
        std::this_thread::yield();
    }
    CHECK(served.get() == 2);
    s.opens.lift();
}

TEST_CASE("A pool with threads may be destroyed while they hang", "[pool][background]") {
    scene s;
    s.w->on_close = [&](auto&) { s.opens.pass(); };
    {
        auto p = s.pool({.max_size = 1}, closing::in_background{}, opening::in_background{});
        p.acquire().discard();
        s.opens.wait_for(1);
    }
    CHECK(s.w->alive == 1);
    s.opens.lift();
    await([&] { return s.w->alive == 0; });
}

TEST_CASE(
    "A lease that outlives a pool with threads is closed when it ends", "[pool][background]") {
    scene s;
    {
        decltype(s.pool({}, closing::in_background{}).acquire()) lease;
        lease = s.pool({}, closing::in_background{}).acquire();
        CHECK(s.w->alive == 1);
    }
    await([&] { return s.w->alive == 0; });
}

TEST_CASE(
    "A caller waits a moment for what others give back before it has one opened",
    "[pool][background]") {
    scene s;
    auto p = s.pool({.max_size = 2}, opening::in_background{.hesitate = 1ms}, waiting::fifo{});
    auto first = p.acquire();
    auto second = std::async(std::launch::async, [&] { return p.acquire(1h)->id; });
    s.clock.wait_until_parked(1);
    SECTION("which saves the open") {
        first.release();
        CHECK(second.get() == 1);
        CHECK(s.w->open_attempts == 1);
    }
    SECTION("and no longer") {
        s.clock.advance(1ms);
        CHECK(second.get() == 2);
    }
}

TEST_CASE(
    "Where no thread can be started, opens fail and the caller closes", "[pool][background]") {
    scene s;
    auto p = s.pool({.max_size = 2}, opening::in_background{}, closing::in_background{});
    auto lease = p.acquire();
    const test::no_more_threads here;
    lease.discard();
    CHECK(s.w->closes == 1);
    CHECK(p.stats().now.closing == 0);
    try {
        (void)p.acquire(1h);
        FAIL("it was lent");
    } catch (const acquire_error& e) {
        CHECK(e.failure().kind == errc::open_failed);
        CHECK_THAT(e.what(), test::contains("Resource temporarily unavailable"));
    }
    CHECK(p.stats().now == occupancy{.max_size = 2});
}
