#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/clock/concept.hpp>
#include <cenote/policy/concerns.hpp>

#include <chrono>
#include <condition_variable>
#include <ctime>
#include <mutex>

namespace cenote::clock {

/// The default: `std::chrono::steady_clock`, which no change of the wall clock moves.
///
/// Thread-safety: stateless. Complexity: one clock read for `now()`.
struct steady {
    using concern = concerns::clock;

    /// The time now.
    [[nodiscard]] time_point now() const noexcept { return std::chrono::steady_clock::now(); }

    /// The time at the kernel's last tick, where the system offers it: some milliseconds late at
    /// most, and eight times cheaper.
    [[nodiscard]] time_point recently() const noexcept {
#ifdef CLOCK_MONOTONIC_COARSE
        std::timespec tick{};
        clock_gettime(CLOCK_MONOTONIC_COARSE, &tick); // on the line of steady_clock
        return time_point{std::chrono::seconds{tick.tv_sec} + duration{tick.tv_nsec}};
#else
        return now();
#endif
    }

    /// Waits to be notified, at most until `until`; `time_point::max()` is no limit.
    void wait_until(
        std::unique_lock<std::mutex>& lock,
        std::condition_variable& notified,
        time_point until) const {
        // The largest time point is beyond what a system call takes on some platforms.
        if (until == time_point::max()) {
            notified.wait(lock);
        } else {
            notified.wait_until(lock, until);
        }
    }
};

static_assert(policy<steady>);

} // namespace cenote::clock
