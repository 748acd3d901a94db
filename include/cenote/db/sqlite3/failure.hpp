#pragma once

#include <cenote/db/driver_words.hpp>
#include <cenote/db/error.hpp>
#include <cenote/db/sqlite3/codes.hpp>

#include <soci/sqlite3/soci-sqlite3.h>

#include <string>
#include <string_view>

namespace cenote::db {

/// The code and words of an SQLite error.
[[nodiscard]] inline error_info describe_sqlite(int code, std::string_view words) {
    return {.code = "SQLite " + std::to_string(code), .message = driver_words(words)};
}

/// Throws `error` for what went wrong last on the handle. `doing` completes the sentence
/// "cannot ...".
[[noreturn]] inline void throw_sqlite_error(sqlite_api::sqlite3* handle, std::string_view doing) {
    const int code = sqlite_api::sqlite3_extended_errcode(handle);
    const char* words = sqlite_api::sqlite3_errmsg(handle);
    throw error{classify_sqlite(code), doing, describe_sqlite(code, words)};
}

/// Reads the file's first page, which SELECT 1 would not, without waiting for locks; one that
/// somebody else holds is a sign of life. Throws `error` when the page is not that of a database.
///
/// Leaves the handle waiting for locks for `busy_timeout` milliseconds, or as before if negative.
inline void read_first_page(sqlite_api::sqlite3* handle, std::string_view doing, int busy_timeout) {
    if (busy_timeout >= 0) sqlite_api::sqlite3_busy_timeout(handle, 0);
    const int answer =
        sqlite_api::sqlite3_exec(handle, "PRAGMA schema_version", nullptr, nullptr, nullptr);
    if (answer != SQLITE_OK && !is_sqlite_lock(answer)) throw_sqlite_error(handle, doing);
    if (busy_timeout >= 0) sqlite_api::sqlite3_busy_timeout(handle, busy_timeout);
}

} // namespace cenote::db
