#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/recycling/concept.hpp>
#include <cenote/policy/values.hpp>

#include <optional>

namespace cenote::recycling {

/// Replaces a resource once it is too old, before the other side (or a firewall on the way) ends
/// it.
///
/// Each lives for `limit` less a share that was drawn when it was opened, and never again, so that
/// resources opened together do not all expire together.
struct max_age {
    using concern = concerns::recycling;
    using needs = facts<fact::age, fact::draw>;

    /// Longest life, from being opened. Default 1 h, more than zero; keep it below the server's own
    /// limit (MySQL `wait_timeout`: 8 h).
    duration limit = std::chrono::hours{1};
    /// The largest share of `limit` that is taken off. Default 0.25, from 0 (none) to 1.
    double jitter = 0.25;

    /// `too_old` once its life is over.
    [[nodiscard]] constexpr std::optional<close_cause> expired(const needs& known) const noexcept {
        if (known.age >= lifetime(known.draw)) return close_cause::too_old;
        return std::nullopt;
    }

    /// How long a resource lives for which `draw` was drawn.
    [[nodiscard]] constexpr duration lifetime(double draw) const noexcept {
        const double taken_off = static_cast<double>(limit.count()) * jitter * draw;
        return limit - duration{static_cast<duration::rep>(taken_off)};
    }

    /// Throws: `std::invalid_argument` naming the value that is out of its range.
    void check() const {
        constexpr refusal refuse{"recycling::max_age"};
        refuse.unless(limit > duration::zero(), "limit must be more than zero", limit);
        refuse.unless(jitter >= 0.0 && jitter <= 1.0, "jitter must be from 0 to 1", jitter);
    }
};

static_assert(policy<max_age>);

} // namespace cenote::recycling
