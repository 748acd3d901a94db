#pragma once

#include <cenote/base/fault.hpp>

namespace cenote::db {

/// The class of an SQLite error, by its extended result code (a primary code is one as well).
///
/// A file that is corrupt or no database is `permanent`: another session reads the same bytes. A
/// file that was moved or unlinked under the session (1032) makes it `lost`, and so does an I/O
/// error.
///
/// Returns: `fault::permanent` for a code that is not known to be anything else.
[[nodiscard]] constexpr fault classify_sqlite(int extended) noexcept {
    switch (extended) { // the numbers of sqlite3.h, which only a namespace of SOCI's has here
    case 1032: return fault::lost;     // READONLY_DBMOVED
    case 513:                          // ERROR_RETRY
    case 769: return fault::transient; // ERROR_SNAPSHOT
    default: break;
    }
    switch (extended & 0xff) {
    case 4:                            // ABORT
    case 5:                            // BUSY
    case 6:                            // LOCKED
    case 9:                            // INTERRUPT
    case 14:                           // CANTOPEN
    case 15:                           // PROTOCOL
    case 17: return fault::transient;  // SCHEMA
    case 7:                            // NOMEM
    case 13: return fault::overloaded; // FULL
    case 10: return fault::lost;       // IOERR
    default: return fault::permanent;
    }
}

/// True for "somebody else holds the lock": the session itself is well.
[[nodiscard]] constexpr bool is_sqlite_lock(int extended) noexcept {
    return (extended & 0xff) == 5 || (extended & 0xff) == 6;
}

} // namespace cenote::db
