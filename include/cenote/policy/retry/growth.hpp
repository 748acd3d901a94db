#pragma once

#include <cenote/base/time.hpp>

#include <cmath>

/// Arithmetic on delays that neither overflows nor leaves its bounds, for any attempt number.
namespace cenote::retry {

/// `span * by`, at most `cap`. Precondition: none is negative.
[[nodiscard]] inline duration scaled(duration span, double by, duration cap) noexcept {
    // Compared as floating point: what is less than the cap there also fits the integer.
    const double wanted = static_cast<double>(span.count()) * by;
    if (!(wanted < static_cast<double>(cap.count()))) return cap;
    return duration{static_cast<duration::rep>(wanted)};
}

/// `base * factor^(number - 1)`, at most `cap`. Precondition: `number >= 1`, none is negative.
[[nodiscard]] inline duration
grown(duration base, double factor, unsigned number, duration cap) noexcept {
    // Zero times an infinite growth would be no number at all.
    if (base == duration::zero()) return base;
    return scaled(base, std::pow(factor, number - 1.0), cap);
}

} // namespace cenote::retry
