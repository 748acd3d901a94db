#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/waiting/concept.hpp>

#include <cstddef>

namespace cenote::waiting {

/// The default, with one: whoever comes first takes what came back, but the oldest waiter, once it
/// has lost `races` of these races, is handed the next one directly.
///
/// Nearly the speed of `barging`, with a bound on how often a waiter can be overtaken.
struct fifo_after {
    using concern = concerns::waiting;

    /// Races a waiter may lose. Default 1; 0 is `fifo`.
    std::size_t races = 1;

    /// Everybody may wait.
    [[nodiscard]] constexpr bool admits(std::size_t) const noexcept { return true; }

    /// `races`.
    [[nodiscard]] constexpr std::size_t patience() const noexcept { return races; }
};

static_assert(policy<fifo_after>);

} // namespace cenote::waiting
