#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/mysql/native.hpp>
#include <cenote/db/mysql/session.hpp>

namespace cenote::db {

/// Whether work may be pending: a transaction is open, or autocommit was turned off. Free.
[[nodiscard]] inline bool has_open_work(mysql_session& session) noexcept {
    return session.in_transaction() || session.lost_autocommit();
}

/// Undoes what is pending, and turns autocommit on again if it was on at first. Throws `error`.
inline void roll_back(mysql_session& session) {
    mysql_call(session, "roll back", [](MYSQL* handle) { return mysql_rollback(handle); });
    if (!session.lost_autocommit()) return;
    mysql_call(session, "roll back", [](MYSQL* handle) { return mysql_autocommit(handle, 1); });
}

/// Commits. Throws `error` when there is nothing to commit any more: the server has rolled the
/// transaction back by itself (a deadlock, a conflict in a cluster), where SOCI's `commit()` and
/// the server both report success; or a statement has committed it (CREATE TABLE).
///
/// An answer that tells of an error does not tell whether the transaction still stands, so after
/// one the server is asked first. A commit that fails by a lost connection may have happened.
inline void commit_work(mysql_session& session) {
    const auto action = "commit";
    mysql_call(session, action, [](MYSQL* handle) { // the answer to a ping does not tell
        return mysql_errno(handle) == 0 ? 0 : mysql_query(handle, "DO 0");
    });
    if (!session.in_transaction() && session.autocommit())
        throw error{
            fault::permanent,
            action,
            {.code = {}, .message = "the server has ended the transaction already"}};
    mysql_call(session, action, [](MYSQL* handle) { return mysql_commit(handle); });
}

} // namespace cenote::db
