#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/retry/concept.hpp>
#include <cenote/policy/retry/growth.hpp>
#include <cenote/policy/values.hpp>

#include <optional>

namespace cenote::retry {

/// A delay that grows by `factor` with each failure: `min(cap, base * factor^(n - 1))` after the
/// `n`th.
///
/// Spares a peer that stays down, but callers that failed together still come again together;
/// `full_jitter` spreads them.
struct exponential {
    using concern = concerns::retry;

    /// After the first failure. Default 50 ms; zero tries again at once, always.
    duration base = std::chrono::milliseconds{50};
    /// No delay is longer. Default 2 s, at least `base`.
    duration cap = std::chrono::seconds{2};
    /// Growth from one delay to the next. Default 2, at least 1.
    double factor = 2.0;
    /// Attempts in all, the first included. Default 5, at least 1; 1 is `none`.
    unsigned attempts = 5;

    /// The delay above, until `attempts` have failed.
    [[nodiscard]] std::optional<duration> next_delay(const failed_attempt& failed) const noexcept {
        if (failed.number >= attempts) return std::nullopt;
        return grown(base, factor, failed.number, cap);
    }

    /// Throws: `std::invalid_argument` naming the value that is out of its range.
    void check() const {
        constexpr refusal refuse{"retry::exponential"};
        refuse.unless(base >= duration::zero(), "base must not be negative", base);
        refuse.unless(cap >= base, "cap must not be less than base", cap);
        refuse.unless(factor >= 1.0, "factor must be at least 1", factor);
        refuse.unless(attempts > 0, "attempts must be at least 1", attempts);
    }
};

static_assert(policy<exponential>);

} // namespace cenote::retry
