#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/needs.hpp>
#include <cenote/policy/upkeep/concept.hpp>
#include <cenote/policy/values.hpp>

#include <cstddef>

namespace cenote::upkeep {

/// A thread of the pool looks after what is idle, in rounds.
///
/// What expires soon is replaced before somebody wants it, `limits::min_idle` is kept, and a
/// resource of which nothing was heard for `keepalive` proves itself, so that neither the server nor
/// a firewall on the way forgets it. It takes one resource at a time, for which a caller may have to
/// wait. Needs a validation policy to prove anything.
struct every {
    using concern = concerns::upkeep;
    using needs = facts<fact::silence>;

    static constexpr bool works = true;

    /// From one round to the next. Default 10 s, more than zero.
    duration interval = std::chrono::seconds{10};
    /// Silence after which a resource proves itself. Default 2 min, less than what firewalls allow
    /// (5 min are common); zero asks in each round, the largest span never.
    duration keepalive = std::chrono::minutes{2};
    /// Proofs in a round, those silent for longest first. Default 8; 0 is none.
    std::size_t proofs = 8;

    /// `interval`.
    [[nodiscard]] constexpr duration period() const noexcept { return interval; }

    /// True from `keepalive` on, but not at the moment of the last sign of life itself.
    [[nodiscard]] constexpr bool due(const needs& known) const noexcept {
        return known.silence > duration::zero() && known.silence >= keepalive;
    }

    /// `proofs`.
    [[nodiscard]] constexpr std::size_t batch() const noexcept { return proofs; }

    /// Throws: `std::invalid_argument` naming the value that is out of its range.
    void check() const {
        constexpr refusal refuse{"upkeep::every"};
        refuse.unless(interval > duration::zero(), "interval must be more than zero", interval);
        refuse.unless(keepalive >= duration::zero(), "keepalive must not be negative", keepalive);
    }
};

static_assert(policy<every>);

} // namespace cenote::upkeep
