#pragma once

#include <cstddef>
#include <source_location>
#include <vector>

namespace cenote {

/// What was still out when `pool::close` stopped waiting.
struct close_report {
    /// For each lease that has not come back, where in the source it was taken.
    std::vector<std::source_location> still_out;

    /// Resources still being opened; they are closed as soon as they are there.
    std::size_t opening = 0;

    /// Resources that threads of the pool have not closed yet.
    std::size_t closing = 0;

    /// True when everything is home and closed.
    [[nodiscard]] bool complete() const noexcept {
        return still_out.empty() && opening + closing == 0;
    }
};

} // namespace cenote
