#include <cenote/policy/clock.hpp>
#include <cenote/policy/order.hpp>
#include <cenote/policy/release.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/threading.hpp>
#include <cenote/policy/validation.hpp>
#include <cenote/policy/waiting.hpp>

#include <cenote/pool.hpp>

#include <latch>
#include <mutex>
#include <random>
#include <support/catch.hpp>
#include <support/world.hpp>
#include <thread>
#include <utility>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using test::scripted_error;
using test::world;

namespace {

struct scene {
    std::shared_ptr<world> w = std::make_shared<world>();
    clock::manual clock{time_point{1h}};

    template <class... Policies>
    auto pool(std::size_t size, Policies... policies) {
        return cenote::pool<test::factory, clock::manual, Policies...>{
            test::factory{w}, limits{.max_size = size}, clock, policies...};
    }
};

/// What several threads append to.
class journal {
public:
    void note(int who) {
        const std::lock_guard held{mutex_};
        entries_.push_back(who);
    }

    [[nodiscard]] std::vector<int> read() {
        const std::lock_guard held{mutex_};
        return entries_;
    }

private:
    std::mutex mutex_;
    std::vector<int> entries_;
};

} // namespace

TEST_CASE(
    "Waiters are served in order under fifo, and newcomers do not overtake", "[pool][promise]") {
    scene s;
    auto p = s.pool(1, waiting::fifo{});
    auto held = p.acquire();
    journal served;
    std::vector<std::jthread> waiters;
    for (int i = 0; i < 5; ++i) {
        waiters.emplace_back([&, i] {
            const auto lease = p.acquire(1h);
            served.note(i);
        });
        s.clock.wait_until_parked(waiters.size());
    }
    held.release();
    CHECK_FALSE(p.try_acquire()); // it was handed over, not put down
    waiters.clear();
    CHECK(served.read() == std::vector{0, 1, 2, 3, 4});
}

TEST_CASE(
    "A waiter that left cannot swallow a resource: what was handed to it goes to the next",
    "[pool][promise]") {
    scene s;
    auto p = s.pool(1, waiting::fifo{});
    auto held = p.acquire();
    errc first_failed{};
    int second_got = 0;
    std::jthread first{[&] {
        try {
            (void)p.acquire(1s);
        } catch (const acquire_error& e) {
            first_failed = e.failure().kind;
        }
    }};
    s.clock.wait_until_parked(1);
    std::jthread second{[&] { second_got = p.acquire(1h)->id; }};
    s.clock.wait_until_parked(2);
    s.clock.advance(1s);
    first.join();
    CHECK(first_failed == errc::exhausted);
    CHECK(p.stats().now.waiting == 1);
    held.release();
    second.join();
    CHECK(second_got == 1);
}

TEST_CASE("Failing to open gives the place back and wakes a waiter", "[pool][promise]") {
    scene s;
    auto p = s.pool(1);
    std::latch waiter_is_there{1};
    s.w->on_open = [&](auto) {
        if (s.w->open_attempts > 1) return;
        waiter_is_there.wait();
        throw scripted_error{fault::overloaded, "refused"};
    };
    bool opener_failed = false;
    std::jthread opener{[&] {
        try {
            (void)p.acquire(1h);
        } catch (const acquire_error&) {
            opener_failed = true;
        }
    }};
    while (p.stats().now.opening == 0)
        std::this_thread::yield();
    bool waiter_served = false;
    std::jthread waiter{[&] { waiter_served = bool(p.acquire(1h)); }};
    s.clock.wait_until_parked(1);
    waiter_is_there.count_down();
    opener.join();
    waiter.join();
    CHECK(opener_failed);
    CHECK(waiter_served);
}

TEMPLATE_TEST_CASE(
    "While a pool closes what is idle, nobody gets any of it",
    "[pool][promise]",
    order::affine,
    order::lifo,
    order::lowest) {
    scene s;
    auto p = s.pool(3, TestType{});
    {
        const auto a = p.acquire();
        const auto b = p.acquire();
        const auto c = p.acquire();
    }
    int lent = 0;
    s.w->on_close = [&](auto&) { lent += p.try_acquire() ? 1 : 0; };
    p.close(0s);
    CHECK(lent == 0);
    CHECK(s.w->closes == 3);
}

TEST_CASE("one slow connect does not stall the others", "[pool][regression]") {
    scene s;
    auto p = s.pool(2);
    {
        const auto opened = p.acquire();
    }
    auto busy = p.acquire();
    std::latch go_on{1};
    s.w->on_open = [&](auto) { go_on.wait(); };
    std::jthread slow{[&] { (void)p.acquire(1h); }};
    while (p.stats().now.opening == 0)
        std::this_thread::yield();
    busy.release();
    CHECK(p.acquire(1h)->id == 1); // would hang if opening held the pool
    CHECK(p.try_acquire());
    go_on.count_down();
}

TEST_CASE("who backs off takes what comes back meanwhile", "[pool][threads]") {
    scene s;
    auto p = s.pool(2, retry::constant{.delay = 1h, .attempts = 10});
    auto held = p.acquire();
    s.w->on_open = [](auto) { throw scripted_error{fault::transient, "refused"}; };
    int got = 0;
    std::jthread unlucky{[&] { got = p.acquire(2h)->id; }};
    s.clock.wait_until_parked(1);
    held.release();
    unlucky.join();
    CHECK(got == 1);
}

TEST_CASE("who backs off opens again when that is over", "[pool][threads]") {
    scene s;
    auto p = s.pool(1, retry::constant{.delay = 1s, .attempts = 10});
    s.w->on_open = [&](auto) {
        if (s.w->open_attempts == 1) throw scripted_error{fault::transient, "refused"};
    };
    int got = 0;
    std::jthread unlucky{[&] { got = p.acquire(1h)->id; }};
    s.clock.wait_until_parked(1);
    s.clock.advance(1s);
    unlucky.join();
    CHECK(got == 1);
    CHECK(s.w->open_attempts == 2);
}

TEST_CASE("close() fails waiters at once", "[pool][promise]") {
    scene s;
    auto p = s.pool(1);
    auto held = p.acquire();
    errc failed{};
    std::jthread waiter{[&] {
        try {
            (void)p.acquire(1h);
        } catch (const acquire_error& e) {
            failed = e.failure().kind;
        }
    }};
    s.clock.wait_until_parked(1);
    CHECK(p.close(0s).still_out.size() == 1);
    waiter.join();
    CHECK(failed == errc::closed);
}

TEST_CASE("close() returns as soon as the last lease is home", "[pool][promise]") {
    scene s;
    auto p = s.pool(1);
    auto held = p.acquire();
    std::optional<close_report> report;
    std::jthread closer{[&] { report = p.close(1h); }};
    s.clock.wait_until_parked(1);
    held.release();
    closer.join();
    CHECK(report->complete());
    CHECK(s.w->alive == 0);
}

TEST_CASE("a resource whose opening ends after close() is closed, not lent", "[pool][threads]") {
    scene s;
    auto p = s.pool(1);
    std::latch go_on{1};
    s.w->on_open = [&](auto) { go_on.wait(); };
    errc failed{};
    std::jthread opener{[&] {
        try {
            (void)p.acquire(1h);
        } catch (const acquire_error& e) {
            failed = e.failure().kind;
        }
    }};
    while (p.stats().now.opening == 0)
        std::this_thread::yield();
    CHECK(p.close(0s).opening == 1);
    go_on.count_down();
    opener.join();
    CHECK(failed == errc::closed);
    CHECK(s.w->alive == 0);
}

namespace {

/// Threads that borrow, hold, discard, fail and give up at random, under the real clock. Whatever
/// they do, nobody may share a resource, and in the end everything is home.
template <class Threading, class Order, class Waiting>
void hammer(Threading threading, Order order, Waiting waiting) {
    constexpr int threads = 8;
    constexpr int rounds = 2000;
    const auto w = std::make_shared<world>();
    w->on_open = [&w](auto) {
        if (w->open_attempts % 7 == 0) throw scripted_error{fault::transient, "refused"};
    };
    w->on_ping = [](test::thing& t, auto) { return t.id % 11 != 0; };
    cenote::pool p{
        test::factory{w},
        limits{.max_size = 3},
        threading,
        order,
        waiting,
        validation::always{probe::ping{.timeout = 10s}},
        retry::constant{.delay = 10us, .attempts = 1000}};

    std::atomic<int> shared{0};
    std::atomic<int> served{0};
    {
        std::vector<std::jthread> crowd;
        for (unsigned seed = 0; seed < threads; ++seed) {
            crowd.emplace_back([&, seed] {
                std::minstd_rand dice{seed + 1};
                for (int i = 0; i < rounds; ++i) {
                    boost::system::error_code failed;
                    const bool hurried = dice() % 4 == 0;
                    auto lease = p.acquire(hurried ? duration{20us} : duration{60s}, failed);
                    if (!lease) {
                        if (!hurried) ++shared; // a minute is enough for anybody: a lost wake-up
                        continue;
                    }
                    ++served;
                    if (lease->borrowers.fetch_add(1) != 0) ++shared;
                    if (dice() % 3 == 0) std::this_thread::yield();
                    lease->borrowers.fetch_sub(1);
                    const auto end = dice() % 50;
                    if (end == 0)
                        lease.discard(fault::lost);
                    else if (end == 1)
                        lease.discard();
                    else if (end == 2)
                        (void)lease.detach();
                    if (dice() % 500 == 0) p.refresh();
                }
            });
        }
    }
    CHECK(shared == 0);
    CHECK(served > threads * rounds / 2);
    const stats end = p.stats();
    CHECK(end.now.leased == 0);
    CHECK(end.now.opening == 0);
    CHECK(end.now.waiting == 0);
    CHECK(end.now.open <= 3);
    CHECK(end.since.lent == static_cast<std::uint64_t>(served.load()));
    CHECK(static_cast<std::size_t>(w->alive) == end.now.open);
    CHECK(p.close(10s).complete());
    CHECK(w->alive == 0);
}

} // namespace

TEMPLATE_PRODUCT_TEST_CASE(
    "The check for a free resource and the joining of the queue cannot lose a wake-up between "
    "them",
    "[pool][promise]",
    (std::pair),
    ((threading::multi, order::affine),
     (threading::multi, order::lifo),
     (threading::multi, order::lowest),
     (threading::mutexed, order::affine),
     (threading::mutexed, order::lowest))) {
    using threading = typename TestType::first_type;
    using order = typename TestType::second_type;
    SECTION("fifo") {
        hammer(threading{}, order{}, waiting::fifo{});
    }
    SECTION("fifo_after") {
        hammer(threading{}, order{}, waiting::fifo_after{1});
    }
    SECTION("barging") {
        hammer(threading{}, order{}, waiting::barging{});
    }
}

TEST_CASE("leases that outlive the pool end it from any thread", "[pool][threads]") {
    for (int round = 0; round < 200; ++round) {
        const auto w = std::make_shared<world>();
        std::vector<std::jthread> last;
        {
            cenote::pool p{test::factory{w}, limits{.max_size = 4}};
            for (int i = 0; i < 4; ++i)
                last.emplace_back([lease = p.acquire()]() mutable { lease.release(); });
        }
        last.clear();
        CHECK(w->alive == 0);
    }
}
