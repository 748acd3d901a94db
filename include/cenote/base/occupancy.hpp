#pragma once

#include <cstddef>

namespace cenote {

/// How a pool's places are used at one moment. `open == idle + leased`, up to resources that are
/// being proven or cleaned, which count as leased.
struct occupancy {
    std::size_t open{};      ///< Resources that exist.
    std::size_t idle{};      ///< Of those, free to be lent.
    std::size_t leased{};    ///< Of those, lent (or being proven or cleaned on the way).
    std::size_t opening{};   ///< Places taken by an open that has not ended yet.
    std::size_t waiting{};   ///< Callers waiting for a resource.
    std::size_t max_size{};  ///< Places there are in all.
    std::size_t closing{};   ///< Resources that threads of the pool have still to close.
    std::size_t abandoned{}; ///< Opens that took too long, were given up, and have not ended yet.

    friend constexpr bool operator==(const occupancy&, const occupancy&) noexcept = default;
};

} // namespace cenote
