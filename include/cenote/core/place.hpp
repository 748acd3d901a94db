#pragma once

#include <cstdint>

namespace cenote::core {

/// A seat in the pool, empty or with one resource in it. It belongs to the ledger while it is empty,
/// to the shelf while it is idle, and else to the caller that opens, proves, borrows or cleans the
/// resource.
struct place {
    enum class state : std::uint32_t {
        empty,   ///< No resource, in nobody's hands.
        opening, ///< No resource yet; somebody opens one.
        leased,  ///< A resource in somebody's hands.
        idle,    ///< A resource in nobody's hands.
    };

    std::uint32_t word = 0;       ///< Its state, and more. Only the shelf reads and writes it.
    std::uint32_t index = 0;      ///< Which place of the pool it is.
    std::uint32_t below = 0;      ///< Of a shelf that is a stack: what lies under it.
    std::uint64_t generation = 0; ///< The pool's when the resource was opened, or last proven.
};

} // namespace cenote::core
