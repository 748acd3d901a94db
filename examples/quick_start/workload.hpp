#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace quick_start {

using clock = std::chrono::steady_clock;

/// What one run against one pool came to. All of it is counted.
struct outcome {
    std::string pool{};
    std::uint64_t queries{};
    std::uint64_t errors{}; ///< Queries that failed in the caller's hands.
    std::uint64_t broken{}; ///< Connections that were broken.
    std::uint64_t met{};    ///< Times that a dead connection was met, by a caller or by the pool.
    std::uint64_t refreshes{};
    std::uint64_t not_returned{};
    std::vector<std::chrono::nanoseconds> times{}; ///< Of each query that was answered.

    /// The time that a share of the answered queries did not exceed.
    [[nodiscard]] std::chrono::nanoseconds percentile(double share) {
        if (times.empty()) return {};
        const auto rank = static_cast<std::size_t>(share * static_cast<double>(times.size() - 1));
        const auto at = times.begin() + static_cast<std::ptrdiff_t>(rank);
        std::nth_element(times.begin(), at, times.end());
        return *at;
    }
};

/// Several threads that query, pause and query again, until they are told to stop.
class crowd {
public:
    /// `query` is called from all threads at once; it throws when the query failed.
    template <class Query>
    crowd(std::size_t threads, Query query) {
        for (std::size_t i = 0; i < threads; ++i)
            threads_.emplace_back([this, query](const std::stop_token& stop) {
                while (!stop.stop_requested()) {
                    once(query);
                    std::this_thread::sleep_for(std::chrono::milliseconds{2});
                }
            });
    }

    [[nodiscard]] std::uint64_t queries() const noexcept { return queries_; }

    [[nodiscard]] std::uint64_t errors() const noexcept { return errors_; }

    /// Ends the threads and adds what they counted to `sum`.
    void stop(outcome& sum) {
        threads_.clear();
        sum.queries = queries_;
        sum.errors = errors_;
        sum.times = std::move(times_);
    }

private:
    template <class Query>
    void once(Query& query) {
        ++queries_;
        const auto start = clock::now();
        try {
            query();
        } catch (const std::exception&) {
            ++errors_;
            return;
        }
        const std::lock_guard held{mutex_};
        times_.push_back(clock::now() - start);
    }

    std::atomic<std::uint64_t> queries_{0};
    std::atomic<std::uint64_t> errors_{0};
    std::mutex mutex_; // guards times_
    std::vector<std::chrono::nanoseconds> times_;
    std::vector<std::jthread> threads_; // last: they use all of the above
};

} // namespace quick_start
