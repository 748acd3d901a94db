#include <cenote/policy/release.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/validation.hpp>
#include <cenote/policy/waiting.hpp>

#include "scene.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <memory>
#include <random>
#include <support/catch.hpp>
#include <thread>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using test::scripted_error;
namespace asio = boost::asio;

TEST_CASE("Blocking and awaiting callers are served in one order under fifo", "[asio][promise]") {
    test::scene s;
    auto p = s.pool(1, waiting::fifo{});
    test::caller<decltype(p)> first, awaits;
    first.ask(s, p, 1h);
    s.settle();
    std::atomic<bool> blocking_served{false};
    std::jthread blocks;
    const auto block = [&] {
        blocks = std::jthread{[&] {
            const auto lease = p.acquire(1h);
            blocking_served = true;
        }};
        s.clock.wait_until_parked(1);
    };
    SECTION("the awaiting one came first") {
        awaits.ask(s, p, 1h);
        block();
        first.got.release();
        s.settle();
        CHECK(awaits.got);
        CHECK_FALSE(blocking_served);
        awaits.got.release();
        blocks.join();
    }
    SECTION("the blocking one came first") {
        block();
        awaits.ask(s, p, 1h);
        first.got.release();
        blocks.join(); // it is handed over to, and not the other
        s.settle();
        CHECK(awaits.got);
    }
    SECTION("an awaiting one that is cancelled passes it on to a blocking one") {
        awaits.ask(s, p, 1h);
        block();
        first.got.release();
        awaits.cancel();
        s.settle();
        CHECK(awaits.failed == asio::error::operation_aborted);
        blocks.join();
    }
}

TEST_CASE("A future gets its lease without an event loop", "[asio]") {
    auto w = std::make_shared<test::world>();
    cenote::pool p{test::factory{w}, limits{.max_size = 1}};
    CHECK(async_acquire(p, 10s, asio::use_future).get());
}

namespace {

using crowded = cenote::pool<
    test::factory,
    validation::always<probe::ping>,
    retry::constant,
    release::rollback,
    waiting::fifo>;

/// What threads and coroutines do at random with few resources that fail now and then.
struct crowd {
    std::shared_ptr<test::world> w = std::make_shared<test::world>();
    std::atomic<unsigned> dice{1};
    std::atomic<int> ended{0};
    std::atomic<int> twice{0};

    [[nodiscard]] bool one_in(unsigned n) {
        return (dice.fetch_add(1, std::memory_order_relaxed) * 2654435761U >> 16) % n == 0;
    }

    crowd() {
        w->on_open = [this](auto) {
            if (one_in(4)) throw scripted_error{fault::transient, "refused"};
        };
        w->on_ping = [this](auto&, auto) { return one_in(9) ? health{fault::lost} : health{true}; };
    }

    crowded p{
        test::factory{w},
        limits{.max_size = 3},
        validation::always{probe::ping{}},
        retry::constant{.delay = 1ms, .attempts = 5},
        release::rollback{},
        waiting::fifo{}};

    void use(crowded::lease lent) {
        if (lent->borrowers++ != 0) ++twice;
        lent->in_transaction = one_in(3);
        if (one_in(17)) p.refresh();
        --lent->borrowers;
        if (one_in(11)) lent.discard(fault::lost);
    }

    asio::awaitable<void> await(int rounds) {
        asio::cancellation_signal signal;
        const auto here = co_await asio::this_coro::executor;
        for (int i = 0; i < rounds; ++i) {
            const auto limit = one_in(3) ? timeout{200us} : timeout{10s};
            if (one_in(4))
                asio::post(here, [&signal] { signal.emit(asio::cancellation_type::total); });
            auto [failed, lent] = co_await async_acquire(
                p,
                limit,
                asio::bind_cancellation_slot(signal.slot(), asio::as_tuple(asio::use_awaitable)));
            if (!failed) use(std::move(lent));
            co_await asio::post(here, asio::use_awaitable); // the signal outlives what emits it
        }
        ++ended;
    }

    void block(int rounds) {
        for (int i = 0; i < rounds; ++i) {
            boost::system::error_code failed;
            auto lent = p.acquire(one_in(3) ? timeout{200us} : timeout{10s}, failed);
            if (lent) use(std::move(lent));
        }
        ++ended;
    }
};

} // namespace

TEST_CASE("Threads and coroutines share few resources, and none is lost or lent twice", "[asio]") {
    constexpr int coroutines = 40, threads = 3, rounds = 60;
    crowd all;
    asio::thread_pool io{2};
    for (int i = 0; i < coroutines; ++i)
        asio::co_spawn(asio::make_strand(io), all.await(rounds), asio::detached);
    {
        std::vector<std::jthread> blocking;
        for (int i = 0; i < threads; ++i)
            blocking.emplace_back([&all] { all.block(rounds); });
    }
    io.join();
    CHECK(all.ended == coroutines + threads);
    CHECK(all.twice == 0);
    const auto report = all.p.close(10s);
    CHECK(report.still_out.empty());
    CHECK(report.opening == 0);
    CHECK(all.p.stats().now.waiting == 0);
    CHECK(all.w->alive == 0);
}

TEST_CASE("A pool that is closed sends a crowd away, and all of it ends", "[asio]") {
    constexpr int coroutines = 40;
    crowd all;
    asio::thread_pool io{2};
    for (int i = 0; i < coroutines; ++i)
        asio::co_spawn(asio::make_strand(io), all.await(200), asio::detached);
    all.block(10);
    CHECK(all.p.close(10s).still_out.empty());
    io.join();
    CHECK(all.ended == coroutines + 1);
    CHECK(all.twice == 0);
}

TEST_CASE("A context that is stopped among workers leaves nothing behind", "[asio]") {
    for (int round = 0; round < 20; ++round) {
        crowd all;
        {
            asio::thread_pool io{2};
            for (int i = 0; i < 20; ++i)
                asio::co_spawn(asio::make_strand(io), all.await(200), asio::detached);
            all.block(3);
            io.stop();
        }
        all.block(3); // whatever they had is for others
        CHECK(all.p.close(10s).still_out.empty());
        CHECK(all.p.stats().now.waiting == 0);
        CHECK(all.twice == 0);
    }
}
