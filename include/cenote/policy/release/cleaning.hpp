#pragma once

namespace cenote {

/// What must happen to a resource that was given back before it may be lent again.
enum class cleaning : unsigned char {
    none,    ///< Nothing: it is kept as it is.
    clean,   ///< It is cleaned, and kept when that worked.
    discard, ///< It is closed.
};

} // namespace cenote
