#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/waiting/concept.hpp>

#include <cstddef>

namespace cenote::waiting {

/// Nobody waits: an acquire of a full pool fails at once (`queue_full`).
struct fail_fast {
    using concern = concerns::waiting;

    /// Nobody may wait.
    [[nodiscard]] constexpr bool admits(std::size_t) const noexcept { return false; }

    /// Never asked for, since nobody waits.
    [[nodiscard]] constexpr std::size_t patience() const noexcept { return 0; }
};

static_assert(policy<fail_fast>);

} // namespace cenote::waiting
