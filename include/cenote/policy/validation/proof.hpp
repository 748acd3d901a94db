#pragma once

namespace cenote {

/// How much a resource must show before it is lent; each asks for more than the one before.
enum class proof : unsigned char {
    none, ///< Nothing: it is trusted.
    peek, ///< What can be seen from here, without asking the other side.
    ping, ///< An answer from the other side: one round trip.
};

} // namespace cenote
