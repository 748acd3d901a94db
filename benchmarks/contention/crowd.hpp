#pragma once

#include "arrangement.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace bench {

/// What came of the turns of many.
struct outcome {
    std::chrono::duration<double> took;
    std::uint64_t turns;
    double fairness; ///< Turns of the one that had most, for each of the one that had fewest.

    [[nodiscard]] static outcome
    of(std::chrono::duration<double> took, const std::vector<std::uint64_t>& turns) {
        std::uint64_t all = 0;
        for (const auto each : turns)
            all += each;
        const auto [fewest, most] = std::ranges::minmax(turns);
        const auto at_least_one = std::max<std::uint64_t>(fewest, 1);
        return {took, all, static_cast<double>(most) / static_cast<double>(at_least_one)};
    }
};

/// Threads that begin together and take turns, each as often as it comes to, until they have had
/// enough turns together.
class crowd {
public:
    /// Until `wanted` turns. Each tells of its own only after `stride` of them, a power of two:
    /// counted together one by one, short ones would be slowed down by that.
    crowd(std::size_t threads, std::uint64_t wanted, std::uint64_t stride)
        : turns_(threads)
        , wanted_{wanted}
        , stride_{stride} {}

    /// Calls `turn(index of the thread)` for each.
    template <class Turn>
    outcome run(Turn turn) {
        using clock = std::chrono::steady_clock;
        clock::time_point began;
        std::barrier together{
            static_cast<std::ptrdiff_t>(turns_.size()), [&]() noexcept { began = clock::now(); }};
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < turns_.size(); ++i)
                threads.emplace_back([&, i] {
                    sleep_exactly();
                    together.arrive_and_wait();
                    turns_[i] = work([&] { turn(i); });
                });
        }
        return outcome::of(clock::now() - began, turns_);
    }

private:
    template <class Turn>
    std::uint64_t work(Turn turn) {
        std::uint64_t had = 0;
        while (!enough_.load(std::memory_order_relaxed)) {
            turn();
            if ((++had & (stride_ - 1)) == 0) tell();
        }
        return had;
    }

    void tell() {
        const auto together = told_.fetch_add(stride_, std::memory_order_relaxed) + stride_;
        if (together >= wanted_) enough_.store(true, std::memory_order_relaxed);
    }

    std::vector<std::uint64_t> turns_; ///< Of each thread, written when it has ended.
    std::uint64_t wanted_;
    std::uint64_t stride_;
    // Relaxed: they only say when to stop. What else is read was written before a thread was joined.
    alignas(64) std::atomic<std::uint64_t> told_{0};
    alignas(64) std::atomic<bool> enough_{false};
};

} // namespace bench
