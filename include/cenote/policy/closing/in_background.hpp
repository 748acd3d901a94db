#pragma once

#include <cenote/policy/closing/concept.hpp>
#include <cenote/policy/concerns.hpp>
#include <cenote/policy/values.hpp>

#include <cstddef>

namespace cenote::closing {

/// Threads of the pool close, at most `limit` at once; the place is free before, so that a close
/// that hangs holds up neither a caller nor a place.
///
/// For a moment there may be more resources than places. A thread lives for as long as there is
/// something to close. With `limit` closes that never end, what is to be closed after them piles
/// up: bound them in the factory, as the database backends do.
struct in_background {
    using concern = concerns::closing;

    static constexpr bool detached = true;

    /// Closes under way at once. Default 2, at least 1.
    std::size_t limit = 2;

    /// `limit`.
    [[nodiscard]] constexpr std::size_t at_once() const noexcept { return limit; }

    /// Throws: `std::invalid_argument` when `limit` is 0.
    void check() const {
        constexpr refusal refuse{"closing::in_background"};
        refuse.unless(limit >= 1, "limit must be at least 1", static_cast<double>(limit));
    }
};

static_assert(policy<in_background>);

} // namespace cenote::closing
