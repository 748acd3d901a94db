#pragma once

#include <cenote/db/mysql/native.hpp>
#include <cenote/db/mysql/session.hpp>

namespace cenote::db {

/// Makes the session as good as new: no transaction, variables, temporary tables, locks or prepared
/// statements are left, and the character set and database are those it started with. Three round
/// trips. Throws `error`.
///
/// A session that started without a database keeps the one it has: the server knows no way back.
inline void renew(mysql_session& session) {
    const auto action = "reset the session";
    mysql_call(session, action, [](MYSQL* handle) { return mysql_reset_connection(handle); });
    // The server forgets the character set, the driver does not; and the answer to this, unlike
    // the one to the reset, tells again whether a transaction is open.
    mysql_call(session, action, [&](MYSQL* handle) {
        return mysql_set_character_set(handle, session.charset().c_str());
    });
    if (session.start().empty()) return;
    mysql_call(session, action, [&](MYSQL* handle) {
        return mysql_select_db(handle, session.start().c_str());
    });
}

} // namespace cenote::db
