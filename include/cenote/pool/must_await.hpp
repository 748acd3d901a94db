#pragma once

#include <cenote/policy/awaited.hpp>

#include <cenote/pool/outgoing.hpp>

namespace cenote {

/// Whether there is something that a caller has to await: opening, or a proof.
template <class House>
inline constexpr bool must_await =
    opens_by_awaiting<typename House::factory_type> || outgoing::proves_by_awaiting<House>;

/// Says in one sentence that a blocking call is of no use then; empty where it is.
template <class House>
struct check_blocking {
    static_assert(
        !must_await<House>,
        "[cenote] pool: what this factory or probe does is awaited, and a blocking call cannot do "
        "that; use cenote::async_acquire or cenote::co_acquire.");
};

} // namespace cenote
