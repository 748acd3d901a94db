#pragma once

namespace cenote {

/// What a failure of one resource means for the others of its generation and older.
enum class reaction : unsigned char {
    none,    ///< Nothing.
    suspect, ///< Each must prove to be alive before it is lent again.
    retire,  ///< Each is closed instead of being lent again.
};

} // namespace cenote
