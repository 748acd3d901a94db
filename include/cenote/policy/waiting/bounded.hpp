#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/values.hpp>
#include <cenote/policy/waiting/concept.hpp>
#include <cenote/policy/waiting/fifo_after.hpp>

#include <cstddef>

namespace cenote::waiting {

/// At most `most` callers wait, in the order of `inner`; one more fails at once (`queue_full`).
///
/// Keeps an overload short: a queue longer than can be served before its deadlines only adds delay.
template <class Inner = fifo_after>
struct bounded {
    using concern = concerns::waiting;

    static_assert(sizeof(check_policy<Inner>) > 0);

    /// Callers that may wait at once. Default 64; 0 is `fail_fast`.
    std::size_t most = 64;
    /// Decides the order, and may itself refuse.
    [[no_unique_address]] Inner inner{};

    /// True while there is room.
    [[nodiscard]] constexpr bool admits(std::size_t already_waiting) const noexcept {
        return already_waiting < most && inner.admits(already_waiting);
    }

    /// That of `inner`.
    [[nodiscard]] constexpr std::size_t patience() const noexcept { return inner.patience(); }

    /// Throws: `std::invalid_argument` when `inner` has a bad value.
    void check() const { check_values(inner); }
};

bounded() -> bounded<>;
bounded(std::size_t) -> bounded<>;
template <class Inner>
bounded(std::size_t, Inner) -> bounded<Inner>;

static_assert(policy<bounded<>>);

} // namespace cenote::waiting
