#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/sqlite3/failure.hpp>
#include <cenote/db/sqlite3/session.hpp>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace cenote::db {

/// Runs statements and returns the first column of the rows, as text. Throws `error` when one
/// failed or the session is closed. `doing` completes the sentence "cannot ...".
inline std::vector<std::string>
sqlite_run(sqlite3_session& session, std::string_view doing, const char* statements) {
    if (session.handle() == nullptr)
        throw error{fault::lost, doing, {.code = {}, .message = "the session is closed"}};
    std::vector<std::string> rows;
    const auto keep = [](void* to, int, char** columns, char**) noexcept {
        try {
            static_cast<std::vector<std::string>*>(to)->emplace_back(
                columns[0] == nullptr ? "" : columns[0]);
            return 0;
        } catch (...) { // no memory: SQLite stops and reports ABORT
            return 1;
        }
    };
    const int failed = sqlite_api::sqlite3_exec(session.handle(), statements, keep, &rows, nullptr);
    if (failed != SQLITE_OK) throw_sqlite_error(session.handle(), doing);
    return rows;
}

/// How long a statement waits for a lock at the moment: milliseconds; 0 for not at all, or when a
/// handler of the user's own decides.
[[nodiscard]] inline int current_busy_timeout(sqlite3_session& session) {
    const auto rows = sqlite_run(session, "read the busy timeout", "PRAGMA busy_timeout");
    return rows.empty() ? 0 : std::atoi(rows.front().c_str());
}

} // namespace cenote::db
