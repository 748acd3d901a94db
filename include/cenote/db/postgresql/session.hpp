#pragma once

#include <cenote/base/time.hpp>

#include <cenote/db/interrupt.hpp>

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <string>
#include <string_view>

namespace cenote::db {

/// A SOCI session on PostgreSQL; use it as any `soci::session`.
///
/// Not movable. Statements, rowsets and blobs made from it must not outlive the lease of it. Do not
/// call `reconnect()`: give the lease up and take another. Notices of the server are dropped (libpq
/// would print them), and error texts are terse: without DETAIL lines, which hold values, and
/// without the statement.
///
/// Thread-safety: one thread at a time.
class postgresql_session : public soci::session {
public:
    /// Connects; throws what SOCI throws.
    explicit postgresql_session(const std::string& text)
        : soci::session{soci::postgresql, text} {
        PQsetErrorVerbosity(handle(), PQERRORS_TERSE);
        PQsetNoticeReceiver(handle(), &postgresql_session::hear, this);
    }

    postgresql_session(const postgresql_session&) = delete;
    postgresql_session& operator=(const postgresql_session&) = delete;
    ~postgresql_session() = default;

    /// libpq's handle; null once the session is closed.
    [[nodiscard]] PGconn* handle() noexcept {
        auto* backend = static_cast<soci::postgresql_session_backend*>(get_backend());
        return backend == nullptr ? nullptr : backend->conn_;
    }

    /// The socket's descriptor; -1 once libpq or the session has closed it.
    [[nodiscard]] int socket() noexcept { return PQsocket(handle()); }

    /// Whether the server said goodbye (57P01 and the like) while nothing was asked of it.
    [[nodiscard]] bool dismissed() const noexcept { return dismissed_; }

    /// When the work that is being done must end; set by `timed_work`, for what sends statements.
    deadline due = deadline::never();

    /// What may end that work before; null for nothing. Set by `timed_work` as well.
    const interrupt* called_off = nullptr;

private:
    // An error that comes while libpq waits for nothing reaches it as a notice.
    static void hear(void* self, const PGresult* notice) {
        const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
        const std::string_view said = severity == nullptr ? "" : severity;
        if (said == "FATAL" || said == "PANIC")
            static_cast<postgresql_session*>(self)->dismissed_ = true;
    }

    bool dismissed_ = false;
};

} // namespace cenote::db
