#pragma once

#include <cenote/db/postgresql/native.hpp>
#include <cenote/db/postgresql/session.hpp>
#include <cenote/db/postgresql/transaction.hpp>

namespace cenote::db {

/// Makes the session as good as new: no transaction, settings, temporary tables, prepared
/// statements, advisory locks, LISTENs or changed role are left. Two round trips, three if a
/// transaction is open. Throws `error`. Live statements of the session are of no use afterwards.
inline void renew(postgresql_session& session) {
    const auto action = "reset the session";
    if (has_open_work(session)) postgresql_run(session, action, "ROLLBACK");
    postgresql_run(session, action, "DISCARD ALL"); // must stand alone, so a trip of its own
    postgresql_run(session, action, "SET extra_float_digits = 3"); // as SOCI sets it
}

} // namespace cenote::db
