#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/sqlite3/native.hpp>
#include <cenote/db/sqlite3/session.hpp>

namespace cenote::db {

/// Whether a transaction is open. Free.
[[nodiscard]] inline bool has_open_work(sqlite3_session& session) noexcept {
    return session.handle() != nullptr && sqlite_api::sqlite3_get_autocommit(session.handle()) == 0;
}

/// Undoes what is pending, if anything is: a full disk, for one, has made SQLite do so already.
/// Throws `error`.
inline void roll_back(sqlite3_session& session) {
    if (has_open_work(session)) sqlite_run(session, "roll back", "ROLLBACK");
}

/// Commits. Throws `error` when there is no transaction: SQLite has rolled it back by itself after
/// a full disk, an I/O error or an interrupted write. After BUSY the transaction is still open and
/// the commit may be tried again.
inline void commit_work(sqlite3_session& session) {
    if (session.handle() != nullptr && !has_open_work(session))
        throw error{
            fault::permanent,
            "commit",
            {.code = {}, .message = "SQLite has ended the transaction already"}};
    sqlite_run(session, "commit", "COMMIT");
}

} // namespace cenote::db
