#pragma once

#include <cenote/base/time.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <faults/figures.hpp>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace faults {

/// What a crowd's calls came to.
struct crowd_figures {
    std::uint64_t calls{};
    std::uint64_t errors{};
    cenote::duration worst{};  ///< The longest call.
    cenote::duration lasted{}; ///< From the first call to the last.
    cenote::duration whole{};  ///< From the storm's end to the last error; the maximum for never.

    [[nodiscard]] double answers_per_second() const {
        return static_cast<double>(calls - errors) / std::chrono::duration<double>{lasted}.count();
    }
};

/// Threads that make the same call over and over, a millisecond apart, and count what comes of it.
class crowd {
public:
    crowd(std::size_t threads, std::function<void()> call)
        : call_{std::move(call)} {
        for (std::size_t i = 0; i < threads; ++i)
            threads_.emplace_back([this](const std::stop_token& stop) {
                while (!stop.stop_requested()) {
                    once();
                    std::this_thread::sleep_for(std::chrono::milliseconds{1});
                }
            });
    }

    void storm_is_over() {
        const std::lock_guard held{mutex_};
        over_ = clock::now();
    }

    /// Ends the threads. It is never whole if there still were errors in the last half second.
    crowd_figures stop() {
        const auto end = clock::now();
        threads_.clear();
        sum_.lasted = end - begun_;
        if (last_error_ > end - std::chrono::milliseconds{500})
            sum_.whole = cenote::duration::max();
        else
            sum_.whole = std::max(last_error_ - over_, cenote::duration::zero());
        return sum_;
    }

private:
    void once() {
        const auto start = clock::now();
        bool failed = false;
        try {
            call_();
        } catch (const std::exception&) {
            failed = true;
        }
        const auto end = clock::now();
        const std::lock_guard held{mutex_};
        ++sum_.calls;
        sum_.worst = std::max<cenote::duration>(sum_.worst, end - start);
        if (!failed) return;
        ++sum_.errors;
        last_error_ = end;
    }

    std::function<void()> call_;
    clock::time_point begun_ = clock::now();
    std::mutex mutex_; // guards the three below
    crowd_figures sum_{};
    clock::time_point over_{};
    clock::time_point last_error_{};
    std::vector<std::jthread> threads_{}; // last: they use all of the above
};

} // namespace faults
