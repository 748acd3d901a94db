#include <cenote/asio/acquire.hpp>

#include "../support/acquire.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <benchmark/benchmark.h>
#include <chrono>

namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using pool = bench::dummies<>;
using namespace std::chrono_literals;

/// Nobody waits for that long here.
constexpr auto limit = 30s;

/// What one thread runs, and the pool that it lends from.
struct site {
    asio::io_context io{1};
    pool from{bench::idle_ones};
};

/// Runs `turn(site)`, an awaitable, again and again, in one coroutine.
template <class Turn>
void let_await(benchmark::State& state, Turn turn) {
    site here;
    const auto all = [&]() -> awaitable<void> {
        for ([[maybe_unused]] auto _ : state)
            benchmark::DoNotOptimize(co_await turn(here));
    };
    asio::co_spawn(here.io, all(), asio::detached);
    here.io.run();
}

awaitable<int> answer() {
    co_return 1;
}

/// A coroutine that returns at once: what awaiting costs where there is nothing to do.
void bare_co_await(benchmark::State& state) {
    let_await(state, [](site&) { return answer(); });
}

/// `co_acquire` of an idle resource, and the release.
void co_acquire(benchmark::State& state) {
    let_await(state, [](site& here) { return cenote::co_acquire(here.from, limit); });
}

/// `async_acquire` of an idle resource, which posts, and the release.
void acquire_in_coroutine(benchmark::State& state) {
    let_await(
        state, [](site& here) { return cenote::async_acquire(here.from, limit, use_awaitable); });
}

/// The post alone, of a coroutine and of a callback.
void post_of_coroutine(benchmark::State& state) {
    site here;
    const auto all = [&]() -> awaitable<void> {
        for ([[maybe_unused]] auto _ : state)
            co_await asio::post(use_awaitable);
    };
    asio::co_spawn(here.io, all(), asio::detached);
    here.io.run();
}

void post_of_callback(benchmark::State& state) {
    struct turn {
        benchmark::State* state;
        site* here;

        void operator()() const {
            if (state->KeepRunning()) asio::post(here->io, *this);
        }
    };

    site here;
    turn{&state, &here}();
    here.io.run();
}

/// `async_acquire` with a callback that begins the next one.
void acquire_with_callback(benchmark::State& state) {
    struct turn {
        benchmark::State* state;
        site* here;
        using executor_type = asio::io_context::executor_type;

        [[nodiscard]] executor_type get_executor() const noexcept {
            return here->io.get_executor();
        }

        void operator()(const boost::system::error_code&, pool::lease lent) const {
            benchmark::DoNotOptimize(*lent);
            lent.release();
            begin();
        }

        void begin() const {
            if (state->KeepRunning()) cenote::async_acquire(here->from, limit, *this);
        }
    };

    site here;
    turn{&state, &here}.begin();
    here.io.run();
}

BENCHMARK(bench::acquire<pool>)->Name("acquire/awaited/blocking");
BENCHMARK(bare_co_await)->Name("acquire/awaited/bare_co_await");
BENCHMARK(co_acquire)->Name("acquire/awaited/co_acquire");
BENCHMARK(post_of_callback)->Name("acquire/awaited/bare_post");
BENCHMARK(acquire_with_callback)->Name("acquire/awaited/async_acquire");
BENCHMARK(post_of_coroutine)->Name("acquire/awaited/bare_co_await_post");
BENCHMARK(acquire_in_coroutine)->Name("acquire/awaited/async_acquire_use_awaitable");

} // namespace
