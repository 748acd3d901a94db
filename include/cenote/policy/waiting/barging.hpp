#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/waiting/concept.hpp>

#include <cstddef>
#include <limits>

namespace cenote::waiting {

/// Whoever comes first takes what came back: the highest throughput, and no bound on how often a
/// waiter is overtaken.
struct barging {
    using concern = concerns::waiting;

    /// Everybody may wait.
    [[nodiscard]] constexpr bool admits(std::size_t) const noexcept { return true; }

    /// Every race may be lost.
    [[nodiscard]] constexpr std::size_t patience() const noexcept {
        return std::numeric_limits<std::size_t>::max();
    }
};

static_assert(policy<barging>);

} // namespace cenote::waiting
