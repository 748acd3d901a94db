#pragma once

#include <cenote/base/time.hpp>

#include <chrono>
#include <faults/figures.hpp>
#include <string>

namespace faults {

/// Whole milliseconds, or "never" for the maximum.
inline std::string in_ms(cenote::duration span) {
    if (span == cenote::duration::max()) return "never";
    return std::to_string(std::chrono::round<std::chrono::milliseconds>(span).count());
}

/// The errors of a cell, each kind with its number.
inline std::string kinds_of(const figures& one) {
    std::string text;
    for (const auto& [kind, count] : one.kinds)
        text += (text.empty() ? "" : ", ") + std::to_string(count) + " x " + kind;
    return text;
}

} // namespace faults
