#pragma once

#include <cenote/base/health.hpp>

#include <cenote/db/mysql/session.hpp>
#include <cenote/db/socket_peek.hpp>

namespace cenote::db {

/// Whether a session between two statements is known to be dead, without a round trip.
///
/// Between statements the server has nothing to say: bytes that wait, or results that were never
/// fetched (a CALL with several), mean that the next answer would be taken for another.
[[nodiscard]] inline health look_at(mysql_session& session) noexcept {
    if (peek_socket(session.socket()) != socket_state::quiet) return fault::lost;
    return mysql_more_results(session.handle()) == 0;
}

} // namespace cenote::db
