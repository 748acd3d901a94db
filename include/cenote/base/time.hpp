#pragma once

#include <algorithm>
#include <chrono>

namespace cenote {

/// A span of time, in nanoseconds; any `std::chrono` duration converts to it.
using duration = std::chrono::nanoseconds;

/// A point on the steady clock's line. Wall time plays no part in this library.
using time_point = std::chrono::time_point<std::chrono::steady_clock, duration>;

/// The point by which something must have ended.
///
/// Made once from what the caller asked for and handed down unchanged, so that several steps
/// (waiting, opening, proving, backing off) draw on one budget. Nothing in the library restarts it.
///
/// Thread-safety: a plain value. Complexity: every function is O(1) and none reads a clock.
class deadline {
public:
    /// The point itself.
    explicit constexpr deadline(time_point when) noexcept
        : when_{when} {}

    /// A deadline that never comes.
    [[nodiscard]] static constexpr deadline never() noexcept { return deadline{time_point::max()}; }

    /// `span` from `now`; a span that would run past the end of time is `never()`, and a negative
    /// one has passed already.
    [[nodiscard]] static constexpr deadline after(duration span, time_point now) noexcept {
        if (span > time_point::max() - std::max(now, time_point{})) return never();
        return deadline{now + std::max(span, duration::zero())};
    }

    /// The point in time, `time_point::max()` for `never()`.
    [[nodiscard]] constexpr time_point when() const noexcept { return when_; }

    /// True from the point on.
    [[nodiscard]] constexpr bool passed(time_point now) const noexcept { return now >= when_; }

    /// What is left, zero once it has passed, `duration::max()` for `never()`.
    [[nodiscard]] constexpr duration left(time_point now) const noexcept {
        if (when_ == time_point::max()) return duration::max();
        return passed(now) ? duration::zero() : when_ - now;
    }

    /// Earlier sorts first.
    friend constexpr auto operator<=>(const deadline&, const deadline&) noexcept = default;

private:
    time_point when_;
};

} // namespace cenote
