#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/recycling/concept.hpp>
#include <cenote/policy/values.hpp>

#include <optional>

namespace cenote::recycling {

/// Closes a resource that nobody wanted for too long: the other side, or a firewall on the way, may
/// have dropped it silently.
struct max_idle {
    using concern = concerns::recycling;
    using needs = facts<fact::idle>;

    /// Longest rest, from being given back. Default 10 min, more than zero.
    duration limit = std::chrono::minutes{10};

    /// `too_idle` once it has rested for `limit`.
    [[nodiscard]] constexpr std::optional<close_cause> expired(const needs& known) const noexcept {
        if (known.idle >= limit) return close_cause::too_idle;
        return std::nullopt;
    }

    /// Throws: `std::invalid_argument` when `limit` is not positive.
    void check() const {
        constexpr refusal refuse{"recycling::max_idle"};
        refuse.unless(limit > duration::zero(), "limit must be more than zero", limit);
    }
};

static_assert(policy<max_idle>);

} // namespace cenote::recycling
