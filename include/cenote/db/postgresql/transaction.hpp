#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/postgresql/native.hpp>
#include <cenote/db/postgresql/session.hpp>

namespace cenote::db {

/// Whether a transaction is open, failed ones included; also when the session is broken. Free.
[[nodiscard]] inline bool has_open_work(postgresql_session& session) noexcept {
    return PQtransactionStatus(session.handle()) != PQTRANS_IDLE;
}

/// Undoes what is pending. Throws `error`.
inline void roll_back(postgresql_session& session) {
    postgresql_run(session, "roll back", "ROLLBACK");
}

/// Commits. Throws `error` when there is nothing that could be committed: a statement of the
/// transaction has failed, where the server rolls back and SOCI's `commit()` hides it; or there is
/// no transaction. A commit that fails by a lost connection may have happened.
inline void commit_work(postgresql_session& session) {
    const auto action = "commit";
    const auto status = PQtransactionStatus(session.handle());
    if (status == PQTRANS_INERROR)
        throw error{
            fault::permanent,
            action,
            {.code = "SQLSTATE 25P02", .message = "a statement of the transaction has failed"}};
    if (status == PQTRANS_IDLE)
        throw error{
            fault::permanent,
            action,
            {.code = "SQLSTATE 25P01", .message = "there is no transaction"}};
    postgresql_run(session, action, "COMMIT");
}

} // namespace cenote::db
