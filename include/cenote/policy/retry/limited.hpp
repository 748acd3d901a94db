#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/retry/concept.hpp>
#include <cenote/policy/retry/full_jitter.hpp>
#include <cenote/policy/retry/gate_within.hpp>
#include <cenote/policy/values.hpp>

#include <optional>

namespace cenote::retry {

/// `inner`, but at most `attempts` attempts: for a policy of one's own that never gives up, or to
/// make another stricter without touching it.
template <class Inner = full_jitter>
struct limited {
    using concern = concerns::retry;
    using gate = gate_within<Inner>;

    static_assert(sizeof(check_policy<Inner>) > 0);

    /// Attempts in all, the first included. Default 3, at least 1; 1 is `none`.
    unsigned attempts = 3;
    /// Decides the delays, and may give up before.
    [[no_unique_address]] Inner inner{};

    /// What `inner` says, until `attempts` have failed.
    [[nodiscard]] constexpr std::optional<duration>
    next_delay(const failed_attempt& failed) const noexcept {
        if (failed.number >= attempts) return std::nullopt;
        return inner.next_delay(failed);
    }

    /// Throws: `std::invalid_argument` when `attempts` is 0, or `inner` has a bad value.
    void check() const {
        constexpr refusal refuse{"retry::limited"};
        refuse.unless(attempts > 0, "attempts must be at least 1", attempts);
        check_values(inner);
    }
};

limited() -> limited<>;
limited(unsigned) -> limited<>;
template <class Inner>
limited(unsigned, Inner) -> limited<Inner>;

static_assert(policy<limited<>>);

} // namespace cenote::retry
