#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/waiting/concept.hpp>

#include <cstddef>

namespace cenote::waiting {

/// Strictly first come, first served: what comes back is handed to the oldest waiter.
///
/// Fair, and slow under load: each resource lies unused while its next user wakes up.
struct fifo {
    using concern = concerns::waiting;

    /// Everybody may wait.
    [[nodiscard]] constexpr bool admits(std::size_t) const noexcept { return true; }

    /// No race is lost.
    [[nodiscard]] constexpr std::size_t patience() const noexcept { return 0; }
};

static_assert(policy<fifo>);

} // namespace cenote::waiting
