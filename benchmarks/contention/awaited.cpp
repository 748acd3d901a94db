#include <cenote/asio/acquire.hpp>

#include "../support/channel_pool.hpp"
#include "../support/dummies.hpp"
#include "../support/strand_pool.hpp"
#include "coroutines.hpp"
#include "telling.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <benchmark/benchmark.h>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
using bench::asleep;
using bench::at_once;
using bench::awaited_arrangement;
using namespace std::chrono_literals;

constexpr auto limit = 30s;

struct by_async_acquire {
    bench::dummies<> pool;

    by_async_acquire(asio::io_context&, std::size_t size)
        : pool{size} {}

    auto lend() { return cenote::async_acquire(pool, limit, asio::use_awaitable); }
};

struct by_co_acquire {
    bench::dummies<> pool;

    by_co_acquire(asio::io_context&, std::size_t size)
        : pool{size} {}

    auto lend() { return cenote::co_acquire(pool, limit); }
};

/// One of the other pools, none of which gives up in time.
template <class Pool>
struct by_taking {
    Pool pool;

    struct give_back {
        Pool* to;

        void operator()(bench::dummy* one) const { to->put(one); }
    };

    by_taking(asio::io_context& io, std::size_t size)
        : pool{io.get_executor(), size} {}

    asio::awaitable<std::unique_ptr<bench::dummy, give_back>> lend() {
        auto* one = co_await pool.take();
        co_return std::unique_ptr<bench::dummy, give_back>{one, {&pool}};
    }
};

struct by_nothing {
    bench::dummy one;

    by_nothing(asio::io_context&, std::size_t) {}

    asio::awaitable<bench::dummy*> lend() { co_return &one; }
};

template <class From>
void contend(
    benchmark::State& state,
    const awaited_arrangement& given,
    std::vector<bench::latencies>& waits) {
    asio::io_context io{static_cast<int>(given.io_threads)};
    From from{io, given.size};
    bench::tell_turns(state, [&](std::uint64_t wanted) {
        return bench::coroutines{given, wanted}.run(io, [&] { return from.lend(); }, waits);
    });
}

template <class From>
bool contend_for(const std::string& how, const std::vector<awaited_arrangement>& arrangements) {
    for (const auto& given : arrangements) {
        const auto throughput = "awaited/" + how + given.name();
        benchmark::RegisterBenchmark(throughput.c_str(), [=](benchmark::State& state) {
            std::vector<bench::latencies> none;
            contend<From>(state, given, none);
        })->UseManualTime();
        const auto latency = "awaited_latency/" + how + given.name();
        benchmark::RegisterBenchmark(latency.c_str(), [=](benchmark::State& state) {
            std::vector<bench::latencies> waits(given.io_threads);
            contend<From>(state, given, waits);
            bench::tell_waits(state, latency, waits);
        })->UseManualTime();
    }
    return true;
}

const std::vector<awaited_arrangement> held{{asleep, 50, 1'000, 1}, {asleep, 50, 1'000, 2}};

/// Each turn is a post here, or one coroutine would never let the others have theirs.
const std::vector<awaited_arrangement> at_once_again{
    {at_once, 8, 8, 1},
    {at_once, 8, 8, 2},
    {at_once, 4, 64, 1},
    {at_once, 4, 64, 2},
    {at_once, 50, 1'000, 1},
    {at_once, 50, 1'000, 2},
};

/// No pool, and so many coroutines as it would lend to: what the timers cost.
const std::vector<awaited_arrangement> timers_alone{{asleep, 50, 50, 1}, {asleep, 50, 50, 2}};

template <class From>
bool all_of(const std::string& how) {
    return contend_for<From>(how, at_once_again) && contend_for<From>(how, held);
}

[[maybe_unused]] const bool registered =
    all_of<by_async_acquire>("async_acquire") && contend_for<by_co_acquire>("co_acquire", held) &&
    all_of<by_taking<bench::channel_pool>>("channel") &&
    all_of<by_taking<bench::strand_pool>>("strand_and_timer") &&
    contend_for<by_nothing>("timers_alone", timers_alone);

} // namespace
