#pragma once

#include <cenote/base/time.hpp>

#include <cenote/db/interrupt.hpp>
#include <cenote/db/sqlite3/failure.hpp>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <string>

namespace cenote::db {

/// A SOCI session on an SQLite file; use it as any `soci::session`.
///
/// Not movable. Statements, rowsets and blobs made from it must not outlive the lease of it: SQLite
/// would never close the file. Do not call `reconnect()`: give the lease up and take another.
///
/// Thread-safety: one thread at a time.
class sqlite3_session : public soci::session {
public:
    /// Opens, and reads the file's first page: opening alone would accept any file. Throws what
    /// SOCI throws, and `error`. `busy_timeout`, in milliseconds, is what `text` asks for;
    /// `synchronous` is set unless empty, which does not wait for a lock either.
    sqlite3_session(const std::string& text, int busy_timeout, const std::string& synchronous = {})
        : soci::session{soci::sqlite3, text}
        , busy_timeout_{busy_timeout} {
        read_first_page(handle(), "read the file", 0);
        if (!synchronous.empty()) *this << "PRAGMA synchronous = " + synchronous;
        sqlite_api::sqlite3_busy_timeout(handle(), busy_timeout);
    }

    sqlite3_session(const sqlite3_session&) = delete;
    sqlite3_session& operator=(const sqlite3_session&) = delete;
    ~sqlite3_session() = default;

    /// SQLite's handle; null once the session is closed.
    [[nodiscard]] sqlite_api::sqlite3* handle() noexcept {
        auto* backend = static_cast<soci::sqlite3_session_backend*>(get_backend());
        return backend == nullptr ? nullptr : backend->conn_;
    }

    /// -1: there is no peer that could be silent.
    [[nodiscard]] static int socket() noexcept { return -1; }

    /// How long a statement of a fresh session waits for a lock, in milliseconds.
    [[nodiscard]] int busy_timeout() const noexcept { return busy_timeout_; }

    /// When the work that is being done must end; set by `timed_work`, for what sends statements.
    deadline due = deadline::never();

    /// What may end that work before; null for nothing. Set by `timed_work` as well.
    const interrupt* called_off = nullptr;

private:
    int busy_timeout_;
};

} // namespace cenote::db
