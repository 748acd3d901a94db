#include <cenote/policy/release.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/validation.hpp>
#include <cenote/policy/waiting.hpp>

#include <cenote/asio/async_work.hpp>
#include <cenote/asio/upkeep.hpp>

#include "scene.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <support/catch.hpp>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using test::scene;
using test::scripted_error;
namespace asio = boost::asio;

namespace {

template <class Pool>
using caller = test::caller<Pool>;

/// Counts what it gives out, and has none left after so much.
struct heap {
    int blocks = 0;
    int served = 0;
    int left = 1000;
};

template <class T>
struct counting {
    using value_type = T;
    heap* from;

    explicit counting(heap& of)
        : from{&of} {}

    template <class U>
    counting(const counting<U>& other)
        : from{other.from} {}

    T* allocate(std::size_t n) {
        if (from->left-- <= 0) throw std::bad_alloc{};
        ++from->blocks;
        ++from->served;
        return std::allocator<T>{}.allocate(n);
    }

    void deallocate(T* p, std::size_t n) {
        --from->blocks;
        std::allocator<T>{}.deallocate(p, n);
    }

    template <class U>
    bool operator==(const counting<U>& other) const {
        return from == other.from;
    }
};

} // namespace

TEST_CASE("The handler is never called inside of the initiating function", "[asio]") {
    scene s;
    auto p = s.pool(1, waiting::fail_fast{});
    caller<decltype(p)> me;
    SECTION("idle") {
        me.ask(s, p, 1s);
        s.settle();
        me.got.release();
        me.calls = 0;
        me.ask(s, p, 1s);
        CHECK(me.calls == 0);
        s.settle();
        CHECK(me.got);
    }
    SECTION("refused at once") {
        caller<decltype(p)> first;
        first.ask(s, p, 1s);
        s.settle();
        me.ask(s, p, 1s);
        CHECK(me.calls == 0);
        s.settle();
        CHECK(me.failed == errc::exhausted);
    }
    SECTION("closed") {
        p.close(0s);
        me.ask(s, p, 1s);
        CHECK(me.calls == 0);
        s.settle();
        CHECK(me.failed == errc::closed);
    }
    SECTION("no time") {
        me.ask(s, p, 0s);
        CHECK(me.calls == 0);
        s.settle();
        CHECK(me.failed == errc::open_failed);
    }
    CHECK(me.calls == 1);
}

TEST_CASE("An operation that ends leaves the slot to who has it by now", "[asio]") {
    scene s;
    auto p = s.pool(1);
    caller<decltype(p)> first, second;
    first.ask(s, p, 1s);
    s.settle();
    auto held = std::move(first.got);
    caller<decltype(p)> waits;
    waits.ask(s, p, 1s);
    int aborted = 0;
    async_acquire(
        p,
        1s,
        asio::bind_cancellation_slot(
            waits.signal.slot(), asio::bind_executor(*s.io, [&](auto why, auto) {
                if (why == asio::error::operation_aborted) ++aborted;
            })));
    held.release();
    s.settle();
    CHECK(waits.got); // the slot is the other's
    waits.cancel();
    s.settle();
    CHECK(aborted == 1);
}

TEST_CASE("A signal may go before the operation that it was to cancel", "[asio]") {
    scene s;
    auto p = s.pool(1);
    caller<decltype(p)> first;
    first.ask(s, p, 1s);
    s.settle();
    int calls = 0;
    {
        asio::cancellation_signal gone;
        async_acquire(
            p,
            1s,
            asio::bind_cancellation_slot(
                gone.slot(), asio::bind_executor(*s.io, [&](auto, auto) { ++calls; })));
    }
    SECTION("and it ends") {
        first.got.release();
        s.settle();
        CHECK(calls == 1);
    }
    SECTION("and its context goes") {
        s.io.reset();
        CHECK(calls == 0);
    }
    CHECK(p.stats().now.waiting == 0);
}

TEST_CASE("The handler's memory is used, and given back before the handler is called", "[asio]") {
    scene s;
    auto p = s.pool(1);
    heap all;
    int left = -1;
    async_acquire(
        p,
        1s,
        asio::bind_allocator(counting<std::byte>{all}, asio::bind_executor(*s.io, [&](auto, auto) {
                                 left = all.blocks;
                             })));
    CHECK(all.blocks > 0);
    s.settle();
    CHECK(left == 0);
}

TEST_CASE("Without memory for an operation nothing is begun", "[asio]") {
    scene s;
    auto p = s.pool(1);
    heap none{.left = 0};
    const auto ask = [&] {
        async_acquire(
            p,
            1s,
            asio::bind_allocator(
                counting<std::byte>{none}, asio::bind_executor(*s.io, [](auto, auto) {})));
    };
    CHECK_THROWS_AS(ask(), std::bad_alloc);
    CHECK(p.stats().now.waiting == 0);
    CHECK(p.stats().now.opening == 0);
}

TEST_CASE("Without memory to post to it, an operation goes and others are served", "[asio]") {
    scene s;
    auto p = s.pool(1);
    caller<decltype(p)> first, second;
    first.ask(s, p, 1s);
    s.settle();
    heap little{.left = 1};
    bool called = false;
    async_acquire(
        p,
        1s,
        asio::bind_allocator(
            counting<std::byte>{little},
            asio::bind_executor(*s.io, [&](auto, auto) { called = true; })));
    second.ask(s, p, 1s);
    first.got.release();
    s.settle();
    CHECK_FALSE(called);
    CHECK(little.blocks == 0);
    CHECK(second.got);
}

TEST_CASE("The handler runs on its strand", "[asio]") {
    scene s;
    auto p = s.pool(1);
    const auto strand = asio::make_strand(*s.io);
    bool there = false;
    async_acquire(p, 1s, asio::bind_executor(strand, [&](auto, auto) {
                      there = strand.running_in_this_thread();
                  }));
    s.settle();
    CHECK(there);
}

TEST_CASE("Each completion token gets its lease", "[asio]") {
    scene s;
    auto p = s.pool(1);
    int got = 0;
    asio::co_spawn(
        *s.io,
        [&]() -> asio::awaitable<void> {
            if (co_await async_acquire(p, 1s, asio::use_awaitable)) ++got;
            auto [failed, lent] =
                co_await async_acquire(p, 1s, asio::as_tuple(asio::use_awaitable));
            if (!failed && lent) ++got;
            auto later = async_acquire(p, 1s, asio::deferred);
            lent.release();
            if (co_await std::move(later)(asio::use_awaitable)) ++got;
            if (co_await co_acquire(p, 1s)) ++got;
        },
        asio::detached);
    s.settle();
    CHECK(got == 4);
}

TEST_CASE(
    "A coroutine that finds one idle goes on at once, and is told why there is none", "[asio]") {
    scene s;
    auto p = s.pool(1);
    {
        auto warm = caller<decltype(p)>{};
        warm.ask(s, p, 1s);
        s.settle();
    }
    s.settle();
    bool at_once = false;
    errc why{};
    asio::co_spawn(
        *s.io,
        [&]() -> asio::awaitable<void> {
            auto posted = false;
            asio::post(*s.io, [&] { posted = true; });
            auto lent = co_await co_acquire(p, 1s);
            at_once = !posted;
            try {
                auto none = co_await co_acquire(p, 1s);
            } catch (const acquire_error& e) {
                why = e.failure().kind;
            }
        },
        asio::detached);
    s.settle();
    s.clock.advance(1s);
    s.settle();
    CHECK(at_once);
    CHECK(why == errc::exhausted);
}

TEST_CASE(
    "A context that goes takes its operations along, and what they had goes to others", "[asio]") {
    scene s;
    auto p = s.pool(1, validation::always{probe::ping{}}, retry::constant{.delay = 10s});
    caller<decltype(p)> me;
    SECTION("queued, handed over or at rest") {
        caller<decltype(p)> first;
        first.ask(s, p, 1s);
        s.settle();
        me.ask(s, p, 5s);
        if (GENERATE(false, true)) first.got.release();
        s.io.reset();
        first.got.release();
    }
    SECTION("opening") {
        me.ask(s, p, 5s);
        if (GENERATE(false, true)) s.workers.work();
        s.io.reset();
    }
    SECTION("validating") {
        {
            caller<decltype(p)> first;
            first.ask(s, p, 1s);
            s.settle();
        }
        me.ask(s, p, 5s);
        if (GENERATE(false, true)) s.workers.work();
        s.io.reset();
    }
    SECTION("backing off") {
        s.w->on_open = [](auto) { throw scripted_error{fault::transient, "refused"}; };
        me.ask(s, p, 5s);
        s.settle();
        s.io.reset();
        s.w->on_open = [](auto) {};
    }
    while (s.workers.work()) {
    }
    CHECK(me.calls == 0);
    const auto now = p.stats().now;
    CHECK(now.waiting + now.opening + now.leased == 0);
    CHECK(now.open == static_cast<std::size_t>(s.w->alive));
    s.io.emplace();
    caller<decltype(p)> next;
    next.ask(s, p, 1s);
    s.settle();
    CHECK(next.got);
}

TEST_CASE("Who still works for a context that is gone holds none of its executors", "[asio]") {
    scene s;
    // The address sanitizer would tell of a strand that is let go of after its context.
    const auto strand = [&s] { return asio::any_io_executor{asio::make_strand(*s.io)}; };
    SECTION("work that somebody awaited") {
        struct work {
            int run() { return 1; }

            void cancel() noexcept {}
        };

        auto p = s.pool(1);
        async_work(p, std::make_shared<work>(), asio::bind_executor(strand(), [](auto, auto) {}));
        s.io.reset();
        CHECK(s.workers.work());
    }
    SECTION("upkeep of a pool that is closed") {
        auto p = s.pool(
            1,
            validation::always{probe::ping{}},
            upkeep::on{strand(), {.interval = 1s, .keepalive = 1s}});
        caller<decltype(p)> me;
        me.ask(s, p, 1s);
        s.settle();
        me.got.release();
        s.clock.advance(2s);
        s.io->restart();
        s.io->poll();
        CHECK_FALSE(p.close(0s).complete()); // it is being proven
        s.io.reset();
        CHECK(s.workers.work());
    }
}

TEST_CASE("A long queue goes with its context without a deep stack", "[asio]") {
    constexpr int queue = 20'000;
    scene s;
    auto p = s.pool(1, waiting::fifo{});
    caller<decltype(p)> first;
    first.ask(s, p, 1s);
    s.settle();
    // It goes with the first in the queue, to the next, which passes it on as its context is gone.
    async_acquire(p, 1h, asio::bind_executor(*s.io, [held = std::move(first.got)](auto, auto) {}));
    int called = 0;
    for (int i = 0; i < queue; ++i)
        async_acquire(p, 1h, asio::bind_executor(*s.io, [&called](auto, auto) { ++called; }));
    s.io.reset();
    CHECK(called == 0);
    const auto now = p.stats().now;
    CHECK(now.waiting + now.leased == 0);
    CHECK(now.idle == 1);
}

TEST_CASE("A coroutine may own the pool that it awaits, and go with its context", "[asio]") {
    scene s;
    using pool_type = decltype(s.pool(1));
    asio::co_spawn(
        *s.io,
        [&s]() -> asio::awaitable<void> {
            const auto own = std::make_unique<pool_type>(
                test::factory{s.w}, limits{.max_size = 1}, s.clock, s.workers);
            auto held = co_await async_acquire(*own, 1s, asio::use_awaitable);
            auto never = co_await async_acquire(*own, 1s, asio::use_awaitable);
        },
        asio::detached);
    const auto count = [&s] { return s.w.use_count(); };
    s.settle();
    CHECK(count() > 1);
    s.io.reset();
    while (s.workers.work()) {
    }
    CHECK(s.w->alive == 0);
    CHECK(count() == 1); // the pool is gone, and all that stood for it
}

TEST_CASE("What an awaiting caller gives back is cleaned and closed by workers", "[asio]") {
    scene s;
    auto p = s.pool(1, release::rollback{});
    caller<decltype(p)> me;
    me.ask(s, p, 1s);
    s.settle();
    SECTION("a fit one hops nowhere") {
        me.got.release();
        CHECK(s.workers.queue->empty());
        CHECK(p.stats().now.idle == 1);
    }
    SECTION("cleaned") {
        me.got->in_transaction = true;
        me.got.release();
        CHECK(s.w->rollbacks == 0);
        CHECK(s.workers.work());
        CHECK(s.w->rollbacks == 1);
        CHECK(p.stats().now.idle == 1);
    }
    SECTION("closed") {
        me.got.discard();
        CHECK(s.w->closes == 0);
        CHECK(s.workers.work());
        CHECK(s.w->closes == 1);
        CHECK(p.stats().now.open == 0);
    }
}

TEST_CASE("A cancelled or late one passes on what it was handed", "[asio][promise]") {
    scene s;
    auto p = s.pool(1, waiting::fifo{});
    caller<decltype(p)> first, second, third;
    first.ask(s, p, 1h);
    s.settle();
    second.ask(s, p, 1h);
    third.ask(s, p, 1h);
    first.got.release();
    second.cancel();
    s.settle();
    CHECK(second.failed == asio::error::operation_aborted);
    CHECK(third.got);
}
