#pragma once

#include <cenote/db/mysql.hpp>
#include <cenote/db/postgresql.hpp>

#include <string>

namespace test {

/// The server's number for a session.
inline unsigned long backend_id(cenote::db::mysql::session& session) {
    return mysql_thread_id(session.handle());
}

inline unsigned long backend_id(cenote::db::postgresql::session& session) {
    return static_cast<unsigned long>(PQbackendPID(session.handle()));
}

/// Has the server end another session, over one that may do so.
inline void kill(cenote::db::mysql::session& admin, unsigned long id) {
    admin << "KILL CONNECTION " + std::to_string(id);
}

inline void kill(cenote::db::postgresql::session& admin, unsigned long id) {
    int done = 0;
    admin << "SELECT pg_terminate_backend(" + std::to_string(id) + ")::int", soci::into(done);
}

/// Whether the server is running a statement for the session.
inline bool is_busy(cenote::db::mysql::session& admin, unsigned long id) {
    int count = 0;
    admin
        << "SELECT count(*) FROM information_schema.processlist WHERE command = 'Query' AND id = " +
               std::to_string(id),
        soci::into(count);
    return count > 0;
}

inline bool is_busy(cenote::db::postgresql::session& admin, unsigned long id) {
    int count = 0;
    admin << "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid = " +
                 std::to_string(id),
        soci::into(count);
    return count > 0;
}

/// Whether the server still knows the session.
inline bool exists(cenote::db::mysql::session& admin, unsigned long id) {
    int count = 0;
    admin << "SELECT count(*) FROM information_schema.processlist WHERE id = " + std::to_string(id),
        soci::into(count);
    return count > 0;
}

inline bool exists(cenote::db::postgresql::session& admin, unsigned long id) {
    int count = 0;
    admin << "SELECT count(*) FROM pg_stat_activity WHERE pid = " + std::to_string(id),
        soci::into(count);
    return count > 0;
}

} // namespace test
