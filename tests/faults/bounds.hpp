#pragma once

#include <cenote/base/time.hpp>

#include <chrono>
#include <cstddef>

namespace faults {

/// What every cell is held to.
struct bounds {
    cenote::duration limit = std::chrono::milliseconds{500};       ///< Of each call.
    cenote::duration late_acquire = std::chrono::milliseconds{50}; ///< How far one may outlive it;
    cenote::duration late_call = std::chrono::milliseconds{550};   ///< half a second is to cancel.
    cenote::duration whole =
        std::chrono::seconds{3}; ///< From the end of the fault until calls succeed again.
    cenote::duration settle =
        std::chrono::seconds{5}; ///< Until leases are back and threads and descriptors gone.
    std::size_t threads = 6;
};

} // namespace faults
