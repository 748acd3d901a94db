#pragma once

#include <cenote/base/time.hpp>

#include <chrono>
#include <type_traits>

namespace cenote {

/// How long a call may take, as the caller said it: a span, or a point in time.
///
/// A span is not turned into a deadline before a clock has to be read anyway, so that a call that
/// ends at once reads none. Zero or less means: do what can be done without waiting.
class timeout {
public:
    /// A span of any unit; one too long for nanoseconds never ends.
    template <class Rep, class Period>
    constexpr timeout(std::chrono::duration<Rep, Period> span) noexcept // NOLINT: by design
        : span_{clamp(span)} {}

    /// A point in time.
    constexpr timeout(deadline until) noexcept // NOLINT: by design
        : until_{until} {}

    /// A point in time.
    constexpr timeout(time_point until) noexcept // NOLINT: by design
        : until_{until} {}

    /// The deadline, counted from `now()` if a span was given; else `now` is not called.
    template <class Now>
    [[nodiscard]] constexpr deadline from(Now now) const {
        return span_ == duration::max() ? until_ : deadline::after(span_, now());
    }

private:
    /// Compares in the caller's own unit, where the longest span of ours is representable.
    template <class Rep, class Period>
    static constexpr duration clamp(std::chrono::duration<Rep, Period> span) noexcept {
        using unit = std::chrono::duration<std::common_type_t<Rep, duration::rep>, Period>;
        constexpr auto longest = std::chrono::duration_cast<unit>(duration::max());
        if (unit{span} >= longest) return duration::max();
        if (unit{span} <= unit::zero()) return duration::zero();
        return std::chrono::duration_cast<duration>(span);
    }

    duration span_ = duration::max(); // max: until_ holds the answer
    deadline until_ = deadline::never();
};

} // namespace cenote
