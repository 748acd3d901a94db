#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/retry/concept.hpp>
#include <cenote/policy/retry/growth.hpp>
#include <cenote/policy/values.hpp>

#include <algorithm>
#include <optional>

namespace cenote::retry {

/// A delay drawn evenly between `base` and three times the delay before:
/// `min(cap, U(base, 3 * previous))`, where `previous` is at least `base`.
///
/// Never shorter than `base`, and soon spread over everything up to `cap`.
/// Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015 ("Decorrelated Jitter").
struct decorrelated_jitter {
    using concern = concerns::retry;

    /// No delay is shorter. Default 50 ms; zero tries again at once, always.
    duration base = std::chrono::milliseconds{50};
    /// No delay is longer. Default 2 s, at least `base`.
    duration cap = std::chrono::seconds{2};
    /// Attempts in all, the first included. Default 5, at least 1; 1 is `none`.
    unsigned attempts = 5;

    /// The delay above, until `attempts` have failed.
    [[nodiscard]] std::optional<duration> next_delay(const failed_attempt& failed) const noexcept {
        if (failed.number >= attempts) return std::nullopt;
        const duration upper = scaled(std::max(failed.previous, base), 3.0, duration::max());
        const duration span = upper - base;
        return std::min(cap, base + scaled(span, failed.draw, span));
    }

    /// Throws: `std::invalid_argument` naming the value that is out of its range.
    void check() const {
        constexpr refusal refuse{"retry::decorrelated_jitter"};
        refuse.unless(base >= duration::zero(), "base must not be negative", base);
        refuse.unless(cap >= base, "cap must not be less than base", cap);
        refuse.unless(attempts > 0, "attempts must be at least 1", attempts);
    }
};

static_assert(policy<decorrelated_jitter>);

} // namespace cenote::retry
