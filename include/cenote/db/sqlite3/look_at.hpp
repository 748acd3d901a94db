#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/health.hpp>

#include <cenote/db/sqlite3/session.hpp>

namespace cenote::db {

/// Whether the session's file is still the one in its place. A session on a file that was moved,
/// replaced or unlinked reads and writes what nobody else sees. Databases in memory have no file
/// and cannot be lost.
///
/// Costs about 1.2 us, nearly all of it one stat(2) by name: fstat(2) takes a third of that, but
/// cannot know that the folder was moved.
[[nodiscard]] inline health look_at(sqlite3_session& session) noexcept {
    if (session.handle() == nullptr) return fault::lost;
    int moved = 0;
    const int answer =
        sqlite_api::sqlite3_file_control(session.handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return answer != SQLITE_OK || moved == 0;
}

} // namespace cenote::db
