#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/sqlite3/failure.hpp>
#include <cenote/db/sqlite3/look_at.hpp>
#include <cenote/db/sqlite3/native.hpp>
#include <cenote/db/sqlite3/session.hpp>

namespace cenote::db {

/// Looks whether the file is in its place and is a database. Throws `error` when it is not. A lock
/// held by somebody else is a sign of life, and is not waited for.
inline void ask(sqlite3_session& session) {
    if (!look_at(session).alive())
        throw error{fault::lost, "ping", {.code = {}, .message = "the file was moved or removed"}};
    // 0 stands for a busy handler of the user's own too, which setting a timeout would remove.
    const int waits = current_busy_timeout(session);
    read_first_page(session.handle(), "ping", waits > 0 ? waits : -1);
}

} // namespace cenote::db
