#pragma once

#include <cenote/db/describe_other.hpp>
#include <cenote/db/driver_words.hpp>
#include <cenote/db/error.hpp>

#include <soci/postgresql/soci-postgresql.h>

#include <exception>
#include <string>
#include <string_view>

namespace cenote::db {

/// The SQLSTATE of an error; SOCI 4.0 and 4.1 have different names for the function.
template <class Error>
[[nodiscard]] std::string sqlstate_of(const Error& e) {
    if constexpr (requires { e.sqlstate(); })
        return e.sqlstate();
    else
        return e.get_sqlstate();
}

/// The code and words of a PostgreSQL error. A state that is empty or blank, which SOCI makes up
/// when the server gave none, is no code.
[[nodiscard]] inline error_info describe_sqlstate(std::string_view state, std::string_view words) {
    const bool known = state.find_first_not_of(' ') != std::string_view::npos;
    return {.code = known ? "SQLSTATE " + std::string{state} : "", .message = driver_words(words)};
}

/// What a failure on a PostgreSQL session says, fit for a log; see `error_info`.
[[nodiscard]] inline error_info describe_postgresql(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const soci::postgresql_soci_error& e) {
        return describe_sqlstate(sqlstate_of(e), e.get_error_message());
    } catch (...) {
        return describe_other(failure);
    }
}

} // namespace cenote::db
