#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/retry/concept.hpp>
#include <cenote/policy/retry/growth.hpp>
#include <cenote/policy/values.hpp>

#include <optional>

namespace cenote::retry {

/// A delay drawn evenly between zero and a bound that doubles with each failure:
/// `U(0, min(cap, base * 2^(n - 1)))` after the `n`th.
///
/// Spreads callers that failed together over the whole span, so that they do not come again
/// together.
/// Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015 ("Full Jitter").
struct full_jitter {
    using concern = concerns::retry;

    /// Bound after the first failure. Default 50 ms; zero tries again at once, always.
    duration base = std::chrono::milliseconds{50};
    /// No bound is longer. Default 2 s, at least `base`.
    duration cap = std::chrono::seconds{2};
    /// Attempts in all, the first included. Default 5, at least 1; 1 is `none`.
    unsigned attempts = 5;

    /// The delay above, until `attempts` have failed.
    [[nodiscard]] std::optional<duration> next_delay(const failed_attempt& failed) const noexcept {
        if (failed.number >= attempts) return std::nullopt;
        const duration bound = grown(base, 2.0, failed.number, cap);
        return scaled(bound, failed.draw, bound);
    }

    /// Throws: `std::invalid_argument` naming the value that is out of its range.
    void check() const {
        constexpr refusal refuse{"retry::full_jitter"};
        refuse.unless(base >= duration::zero(), "base must not be negative", base);
        refuse.unless(cap >= base, "cap must not be less than base", cap);
        refuse.unless(attempts > 0, "attempts must be at least 1", attempts);
    }
};

static_assert(policy<full_jitter>);

} // namespace cenote::retry
