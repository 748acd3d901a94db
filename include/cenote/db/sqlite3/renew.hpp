#pragma once

#include <cenote/db/sqlite3/native.hpp>
#include <cenote/db/sqlite3/session.hpp>
#include <cenote/db/sqlite3/transaction.hpp>

#include <string_view>

namespace cenote::db {

/// Runs the statements that a query makes.
inline void
sqlite_run_each(sqlite3_session& session, std::string_view doing, const char* statements) {
    for (const auto& statement : sqlite_run(session, doing, statements))
        sqlite_run(session, doing, statement.c_str());
}

/// Makes the session as good as new, as far as SQLite lets one: no transaction, no temporary
/// tables, views and triggers, no attached databases, and the busy timeout of the connection
/// string. PRAGMAs, functions and collations stay: SQLite has no list of what was set. Throws
/// `error`.
inline void renew(sqlite3_session& session) {
    const auto action = "reset the session";
    roll_back(session);
    sqlite_run_each( // an object that fell with its table is no error
        session,
        action,
        "SELECT 'DROP ' || type || ' IF EXISTS temp.\"' || replace(name, '\"', '\"\"') || '\"' "
        "FROM sqlite_temp_master WHERE type IN ('table', 'view', 'trigger') "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
    sqlite_run_each(
        session,
        action,
        "SELECT 'DETACH \"' || replace(name, '\"', '\"\"') || '\"' "
        "FROM pragma_database_list WHERE name NOT IN ('main', 'temp')");
    sqlite_api::sqlite3_busy_timeout(session.handle(), session.busy_timeout());
}

} // namespace cenote::db
