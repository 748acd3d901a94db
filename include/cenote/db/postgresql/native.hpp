#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/postgresql/codes.hpp>
#include <cenote/db/postgresql/describe.hpp>
#include <cenote/db/postgresql/session.hpp>

#include <memory>
#include <string_view>

namespace cenote::db {

/// What a statement returned.
using postgresql_result = std::unique_ptr<PGresult, void (*)(PGresult*)>;

/// Throws `error` if a statement failed. `doing` completes the sentence "cannot ...".
inline void postgresql_check(
    postgresql_session& session, std::string_view doing, const postgresql_result& result) {
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY || status == PGRES_TUPLES_OK)
        return;
    const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    const std::string_view known = state == nullptr ? "" : state;
    PGconn* const handle = session.handle();
    const bool broken = PQstatus(handle) != CONNECTION_OK;
    throw error{
        broken ? fault::lost : classify_sqlstate(known),
        doing,
        describe_sqlstate(known, PQerrorMessage(handle))};
}

/// Runs a statement; throws `error` when it failed. `doing` completes the sentence "cannot ...".
inline void
postgresql_run(postgresql_session& session, std::string_view doing, const char* statement) {
    postgresql_check(session, doing, {PQexec(session.handle(), statement), &PQclear});
}

/// One round trip; throws `error` when there was no good answer. Works in failed transactions too.
inline void ask(postgresql_session& session) {
    postgresql_run(session, "ping", "");
}

} // namespace cenote::db
