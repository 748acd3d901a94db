#pragma once

#include <cenote/base/occupancy.hpp>
#include <cenote/base/totals.hpp>

#include <cstdint>

namespace cenote {

/// A pool at one moment, and what it has done so far.
struct stats {
    occupancy now;              ///< How its places are used.
    totals since;               ///< What it has done since it was made.
    std::uint64_t generation{}; ///< Raised by each refresh.
    bool closed{};              ///< It admits nobody any more.
};

} // namespace cenote
