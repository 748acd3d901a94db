#pragma once

#include <cenote/db/describe_other.hpp>
#include <cenote/db/error.hpp>
#include <cenote/db/sqlite3/failure.hpp>

#include <soci/sqlite3/soci-sqlite3.h>

#include <exception>

namespace cenote::db {

/// The result code of an error: the extended one where SOCI keeps it (from 4.1 on).
template <class Error>
[[nodiscard]] int sqlite_code_of(const Error& e) {
    if constexpr (requires { e.extended_result(); })
        return e.extended_result();
    else
        return e.result();
}

/// What a failure on an SQLite session says, fit for a log; see `error_info`.
[[nodiscard]] inline error_info describe_sqlite(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const soci::sqlite3_soci_error& e) {
        return describe_sqlite(sqlite_code_of(e), e.get_error_message());
    } catch (...) {
        return describe_other(failure);
    }
}

} // namespace cenote::db
