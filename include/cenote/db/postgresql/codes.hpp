#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/among.hpp>
#include <cenote/db/phase.hpp>

#include <string_view>

namespace cenote::db {

namespace postgresql_detail {

// Connection exceptions, shutdowns, sessions the server ended (57P05, 25P03).
constexpr bool ends_session(std::string_view state) noexcept {
    return state.starts_with("08") ||
           among(state, {"57P01", "57P02", "57P03", "57P04", "57P05", "25P03"});
}

// Deadlock, serialization, lock timeout, cancelled or timed-out statement.
constexpr bool passes(std::string_view state) noexcept {
    return (state.starts_with("40") && state != "40002") || among(state, {"55P03", "57014"});
}

// What libpq and the server say of a connect that failed, for SOCI passes nothing else on.
constexpr bool tells_no_room(std::string_view words) noexcept {
    return says(
        words, {"too many clients", "too many connections", "connection slots are reserved"});
}

constexpr bool tells_wrong_role(std::string_view words) noexcept {
    return says(
        words,
        {"session is read-only",
         "session is not read-only",
         "server is in hot standby mode",
         "server is not in hot standby mode"});
}

constexpr bool tells_it_may_come_back(std::string_view words) noexcept {
    return says(
        words,
        {"Connection refused",
         "is starting up",
         "is shutting down",
         "not yet accepting connections",
         "in recovery mode",
         "closed the connection unexpectedly",
         "could not translate host name",
         "No route to host",
         "unreachable"});
}

constexpr bool tells_it_never_will(std::string_view words) noexcept {
    return says(
        words,
        {"authentication failed",
         "no password supplied",
         "does not exist",
         "no pg_hba.conf entry",
         "permission denied",
         "is not permitted to log in",
         "not currently accepting connections",
         "certificate verify failed",
         "certificate",
         "does not support SSL",
         "invalid",
         "unrecognized",
         "unsupported"});
}

} // namespace postgresql_detail

/// The class of a PostgreSQL error, by its SQLSTATE.
///
/// Returns: `fault::permanent` for a state that is not known to be anything else.
[[nodiscard]] constexpr fault
classify_sqlstate(std::string_view state, phase when = phase::established) noexcept {
    using namespace postgresql_detail;
    if (ends_session(state)) return when == phase::established ? fault::lost : fault::transient;
    if (state == "25006") return fault::read_only;
    if (state.starts_with("53")) return fault::overloaded;
    return passes(state) ? fault::transient : fault::permanent;
}

/// The class of a failed connect, by libpq's words.
///
/// With several hosts the words tell of each; one that may come back makes trying again worth it.
/// Servers and libraries that speak another language than English are not understood: what matches
/// nothing is `fault::transient`.
[[nodiscard]] constexpr fault classify_postgresql_connect(std::string_view words) noexcept {
    using namespace postgresql_detail;
    if (tells_no_room(words)) return fault::overloaded;
    if (tells_wrong_role(words)) return fault::read_only;
    if (says(words, {"timeout expired"})) return fault::timed_out;
    if (tells_it_may_come_back(words)) return fault::transient;
    return tells_it_never_will(words) ? fault::permanent : fault::transient;
}

} // namespace cenote::db
