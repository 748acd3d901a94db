#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/opening/concept.hpp>

#include <cstddef>
#include <limits>

namespace cenote::opening {

/// The default: whoever acquires opens what is missing, in its own thread, and waits for that.
///
/// The factory is told the caller's deadline and has to keep it; nothing else ends an open that
/// hangs. A burst of callers opens as many at once as there are places.
struct by_caller {
    using concern = concerns::opening;

    static constexpr bool detached = false;

    /// No limit but the number of places.
    [[nodiscard]] constexpr std::size_t at_once() const noexcept {
        return std::numeric_limits<std::size_t>::max();
    }
};

static_assert(policy<by_caller>);

} // namespace cenote::opening
