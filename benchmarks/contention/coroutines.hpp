#pragma once

#include "arrangement.hpp"
#include "crowd.hpp"
#include "latencies.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <benchmark/benchmark.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <thread>
#include <vector>

namespace bench {

/// How many coroutines contend for how many resources, on how many threads.
struct awaited_arrangement {
    std::chrono::microseconds hold; ///< 100 us are a timer's, as in waiting for a database.
    std::size_t size;
    std::size_t coroutines;
    std::size_t io_threads;

    /// The part of a benchmark's name that tells it.
    [[nodiscard]] std::string name() const {
        return "/hold_us:" + std::to_string(hold.count()) + "/size:" + std::to_string(size) +
               "/coroutines:" + std::to_string(coroutines) +
               "/io_threads:" + std::to_string(io_threads);
    }
};

/// The thread among those that run an `io_context`.
inline thread_local std::size_t io_thread = 0;

/// Coroutines that take turns at what a pool lends, each as often as it comes to, until they have
/// had enough turns together.
class coroutines {
public:
    coroutines(const awaited_arrangement& given, std::uint64_t wanted)
        : given_{given}
        , turns_(given.coroutines)
        , wanted_{wanted} {}

    /// Calls `lend()`, awaits what it gives, and holds that. Adds how long each waited to `waits`,
    /// one for each thread, if there are any: else no clock is read.
    template <class Lend>
    outcome run(boost::asio::io_context& io, Lend lend, std::vector<latencies>& waits) {
        for (auto& turns : turns_)
            boost::asio::co_spawn(io, work(io, lend, turns, waits), [](std::exception_ptr failed) {
                if (failed) std::rethrow_exception(failed);
            });
        const auto began = clock::now();
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < given_.io_threads; ++i)
                threads.emplace_back([&io, i] {
                    io_thread = i;
                    sleep_exactly();
                    io.run();
                });
        }
        io.restart();
        return outcome::of(clock::now() - began, turns_);
    }

private:
    using clock = std::chrono::steady_clock;

    template <class Lend>
    boost::asio::awaitable<void> work(
        boost::asio::io_context& io,
        Lend& lend,
        std::uint64_t& turns,
        std::vector<latencies>& waits) {
        boost::asio::steady_timer timer{io};
        std::uint64_t had = 0; // not in place: neighbours would share a cache line
        while (!enough_.load(std::memory_order_relaxed)) {
            const auto began = waits.empty() ? clock::time_point{} : clock::now();
            auto lent = co_await lend();
            if (!waits.empty()) waits[io_thread].add(clock::now() - began);
            benchmark::DoNotOptimize(*lent);
            if (given_.hold != at_once) {
                timer.expires_after(given_.hold);
                co_await timer.async_wait(boost::asio::use_awaitable);
            }
            if ((++had & (stride - 1)) == 0) tell();
        }
        turns = had;
    }

    void tell() {
        const auto together = told_.fetch_add(stride, std::memory_order_relaxed) + stride;
        if (together >= wanted_) enough_.store(true, std::memory_order_relaxed);
    }

    static constexpr std::uint64_t stride = 8;

    awaited_arrangement given_;
    std::vector<std::uint64_t> turns_; ///< Of each coroutine, written when it has ended.
    std::uint64_t wanted_;
    // Relaxed: they only say when to stop. What else is read was written before a thread was joined.
    alignas(64) std::atomic<std::uint64_t> told_{0};
    alignas(64) std::atomic<bool> enough_{false};
};

} // namespace bench
