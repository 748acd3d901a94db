#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/retry/concept.hpp>

#include <optional>

namespace cenote::retry {

/// The default: one attempt, and its failure is the caller's answer.
struct none {
    using concern = concerns::retry;

    /// Gives up.
    [[nodiscard]] constexpr std::optional<duration>
    next_delay(const failed_attempt&) const noexcept {
        return std::nullopt;
    }
};

static_assert(policy<none>);

} // namespace cenote::retry
