#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/retry/breaker_gate.hpp>
#include <cenote/policy/retry/concept.hpp>
#include <cenote/policy/retry/full_jitter.hpp>
#include <cenote/policy/values.hpp>

#include <optional>

namespace cenote::retry {

/// `inner`, and a circuit breaker for the pool as a whole: while opening fails, one caller tries for
/// all; once it has failed for `after` with nothing open any more, callers fail at once with
/// `errc::breaker_open`, and one attempt each `pause` finds out whether that is over.
///
/// | state      | opens at once                     | callers  | left by                              |
/// |------------|-----------------------------------|----------|--------------------------------------|
/// | steady     | any number                        | wait     | a failure: failing                   |
/// | failing    | 1, after the delay `inner` says   | wait     | `after`, nothing open: tripped       |
/// | tripped    | 1, after the pause                | are refused | a success: recovering             |
/// | recovering | 1, 2, 4, ... as they succeed      | wait     | a failure: failing; at 64: steady    |
///
/// What is permanent (a wrong password) trips it without delay. A success ends failing as it ends
/// tripped. It trips on a failure only, so a pool that nobody
/// asks stays as it is; and never while a resource is open, since that one may still serve.
///
/// Source: the pool of postgres-nio (one prober; trips after 60 s without a connection), and
/// postgres.js, which reconnects slowly after an outage so that a server just back is not flooded.
template <class Inner = full_jitter>
struct breaker {
    using concern = concerns::retry;
    using gate = breaker_gate<breaker>;

    static_assert(sizeof(check_policy<Inner>) > 0);

    /// How long opening must have been failing. Default 30 s; zero trips on the first failure with
    /// nothing open.
    duration after = std::chrono::seconds{30};
    /// Between two attempts while tripped, or while failing where `inner` gives up. Default 1 s;
    /// more than zero. While tripped each but the first is up to a tenth shorter, drawn anew, so
    /// that several programs come apart.
    duration pause = std::chrono::seconds{1};
    /// Decides the delays, and may give up before: a caller then fails, and the pool goes on.
    [[no_unique_address]] Inner inner{};

    /// What `inner` says.
    [[nodiscard]] constexpr std::optional<duration>
    next_delay(const failed_attempt& failed) const noexcept {
        return inner.next_delay(failed);
    }

    /// Throws: `std::invalid_argument` naming the value that is out of its range.
    void check() const {
        constexpr refusal refuse{"retry::breaker"};
        refuse.unless(after >= duration::zero(), "after must not be negative", after);
        refuse.unless(pause > duration::zero(), "pause must be more than zero", pause);
        check_values(inner);
    }
};

breaker() -> breaker<>;
breaker(duration) -> breaker<>;
breaker(duration, duration) -> breaker<>;
template <class Inner>
breaker(duration, duration, Inner) -> breaker<Inner>;

static_assert(policy<breaker<>> && gate<gate_of<breaker<>>>);

} // namespace cenote::retry
