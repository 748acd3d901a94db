#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/among.hpp>
#include <cenote/db/phase.hpp>

#include <string_view>

namespace cenote::db {

namespace mysql_detail {

// The session is gone, or client and server no longer agree where an answer begins (2014, 2027).
constexpr bool ends_session(unsigned code) noexcept {
    return among(
        code,
        {1053,
         1152,
         1153,
         1158,
         1159,
         1160,
         1161,
         1927,
         2006,
         2013,
         2014,
         2026,
         2027,
         2048,
         2055,
         4031});
}

constexpr bool cannot_connect_yet(unsigned code) noexcept {
    return among(code, {2001, 2002, 2003, 2004, 2005, 2008, 2011, 2012});
}

// No room: connections, memory, disk.
constexpr bool lacks_room(unsigned code) noexcept {
    return among(code, {1021, 1037, 1038, 1040, 1041, 1114, 1135, 1203, 1226});
}

// Deadlocks, lock timeouts, cancelled and timed-out statements, rows changed under a snapshot.
constexpr bool passes(unsigned code) noexcept {
    return among(code, {1020, 1205, 1213, 1317, 1613, 1614, 1969, 3024, 3572});
}

} // namespace mysql_detail

/// The class of a MySQL or MariaDB error, by its number.
///
/// Two numbers need the server's words as well: 1290 stands for any option that forbids the
/// statement, of which only read-only is a matter of the server's role; and 2026 while opening is
/// permanent (a wrong CA) unless the connection broke. Without words both count as the former.
///
/// Returns: `fault::permanent` for a number that is not known to be anything else.
[[nodiscard]] constexpr fault
classify_mysql_code(unsigned code, phase when, std::string_view words = {}) noexcept {
    using namespace mysql_detail;
    if (code == 1290 && !words.empty())
        return says(words, {"read-only", "read_only"}) ? fault::read_only : fault::permanent;
    if (among(code, {1047, 1290, 1836})) return fault::read_only;
    if (lacks_room(code)) return fault::overloaded;
    if (passes(code) || cannot_connect_yet(code)) return fault::transient;
    if (!ends_session(code)) return fault::permanent;
    if (when == phase::established) return fault::lost;
    const bool broke = says(words, {"timed out", "reset", "eof", "closed", "Broken pipe"});
    return code == 2026 && !broke ? fault::permanent : fault::transient;
}

} // namespace cenote::db
