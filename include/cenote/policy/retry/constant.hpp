#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/retry/concept.hpp>
#include <cenote/policy/values.hpp>

#include <optional>

namespace cenote::retry {

/// The same delay after each failure.
///
/// Callers that failed together come again together: for few callers, or a peer that is only this
/// program's.
struct constant {
    using concern = concerns::retry;

    /// Before each attempt but the first. Default 1 s; zero tries again at once.
    duration delay = std::chrono::seconds{1};
    /// Attempts in all, the first included. Default 3, at least 1; 1 is `none`.
    unsigned attempts = 3;

    /// `delay`, until `attempts` have failed.
    [[nodiscard]] constexpr std::optional<duration>
    next_delay(const failed_attempt& failed) const noexcept {
        if (failed.number >= attempts) return std::nullopt;
        return delay;
    }

    /// Throws: `std::invalid_argument` when `delay` is negative or `attempts` is 0.
    void check() const {
        constexpr refusal refuse{"retry::constant"};
        refuse.unless(delay >= duration::zero(), "delay must not be negative", delay);
        refuse.unless(attempts > 0, "attempts must be at least 1", attempts);
    }
};

static_assert(policy<constant>);

} // namespace cenote::retry
