#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/health.hpp>

#include <cenote/db/postgresql/session.hpp>
#include <cenote/db/socket_peek.hpp>

namespace cenote::db {

/// Whether a session between two statements is known to be dead, without a round trip.
///
/// Bytes that wait may be a notification, which libpq is made to take in and keep, or the server's
/// last words, after which it closes.
[[nodiscard]] inline health look_at(postgresql_session& session) noexcept {
    PGconn* const handle = session.handle();
    if (session.dismissed() || PQstatus(handle) != CONNECTION_OK) return fault::lost;
    switch (peek_socket(session.socket())) {
    case socket_state::quiet: return true;
    case socket_state::gone: return fault::lost;
    case socket_state::waiting: break;
    }
    if (PQconsumeInput(handle) == 0) return fault::lost;
    static_cast<void>(PQisBusy(handle)); // reads the messages that were taken in
    if (session.dismissed() || PQstatus(handle) != CONNECTION_OK) return fault::lost;
    return peek_socket(session.socket()) != socket_state::gone;
}

} // namespace cenote::db
