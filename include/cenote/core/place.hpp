#pragma once

#include <boost/intrusive/list_hook.hpp>

#include <cstdint>

namespace cenote::core {

/// A seat in the pool, empty or with one resource in it. Its owner is the ledger while it is empty
/// or idle, and the caller that opens, proves, borrows or cleans the resource otherwise.
struct place : boost::intrusive::list_base_hook<> {
    enum class state : unsigned char {
        empty,   ///< No resource, in nobody's hands.
        opening, ///< No resource yet; somebody opens one.
        leased,  ///< A resource in somebody's hands.
        idle,    ///< A resource in nobody's hands.
    };

    state now = state::empty;
    std::uint64_t generation = 0; ///< The pool's when the resource was opened, or last proven.
};

} // namespace cenote::core
