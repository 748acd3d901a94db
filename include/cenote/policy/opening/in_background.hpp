#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/opening/concept.hpp>
#include <cenote/policy/values.hpp>

#include <cstddef>

namespace cenote::opening {

/// Threads of the pool open, at most `limit` at once, while the caller waits for whatever comes
/// first: the new resource, or one that is given back.
///
/// A caller is held no longer than its deadline, even if the open never ends. One that leaves
/// wastes nothing: what was opened for it serves the next. A thread lives for as long as there is
/// something to open, so that a pool at rest has none. Source of the idea: the Go pool puddle, and
/// HikariCP, which adds connections in a thread of its own.
struct in_background {
    using concern = concerns::opening;

    static constexpr bool detached = true;

    /// Opens under way at once. Default 4, at least 1.
    std::size_t limit = 4;
    /// How long a caller waits for what others give back before an open is begun for it, while
    /// anything is open. Default 10 ms, about what an open costs over TLS and a network: to wait as
    /// long as that for what comes for nothing is never more than twice as dear as the better
    /// choice. Zero does not wait, and then a burst of callers opens more than it needs.
    duration hesitate = std::chrono::milliseconds{10};
    /// How long one may take, which the factory is told as its deadline. Default 10 s, more than
    /// zero. One that takes longer is abandoned: its place is free, its thread is left behind, and
    /// what it may open at last is closed.
    duration patience = std::chrono::seconds{10};
    /// Abandoned opens that have not ended: with so many of them none is begun. Default 8, at least
    /// 1; each is a thread, and a connection perhaps.
    std::size_t abandoned = 8;

    /// `limit`.
    [[nodiscard]] constexpr std::size_t at_once() const noexcept { return limit; }

    /// `hesitate`.
    [[nodiscard]] constexpr duration hesitation() const noexcept { return hesitate; }

    /// `patience`.
    [[nodiscard]] constexpr duration timeout() const noexcept { return patience; }

    /// `abandoned`.
    [[nodiscard]] constexpr std::size_t most_abandoned() const noexcept { return abandoned; }

    /// Throws: `std::invalid_argument` naming the value that is out of its range.
    void check() const {
        constexpr refusal refuse{"opening::in_background"};
        const auto number = [](std::size_t n) { return static_cast<double>(n); };
        refuse.unless(limit >= 1, "limit must be at least 1", number(limit));
        refuse.unless(hesitate >= duration::zero(), "hesitate must not be negative", hesitate);
        refuse.unless(patience > duration::zero(), "patience must be more than zero", patience);
        refuse.unless(abandoned >= 1, "abandoned must be at least 1", number(abandoned));
    }
};

static_assert(policy<in_background>);

} // namespace cenote::opening
