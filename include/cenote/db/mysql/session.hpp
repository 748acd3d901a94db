#pragma once

#include <cenote/base/time.hpp>

#include <cenote/db/interrupt.hpp>
#include <cenote/db/mysql/server_name.hpp>

#include <soci/mysql/soci-mysql.h>
#include <soci/soci.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace cenote::db {

/// A SOCI session on MySQL or MariaDB; use it as any `soci::session`.
///
/// Not movable. Statements, rowsets and blobs made from it must not outlive the lease of it. Do not
/// call `reconnect()`: give the lease up and take another.
///
/// Thread-safety: one thread at a time.
class mysql_session : public soci::session {
public:
    /// Connects; throws what SOCI throws, and what `prove`, which is called with the new session,
    /// throws. `start` is the database that `text` names, if any.
    ///
    /// LOAD DATA LOCAL, which lets a server ask for any file of the client, is on in the driver
    /// unless turned off after connecting; it stays on only if `local_infile` asks for it.
    ///
    /// `beside` is the connection string for a second connection that cancels what this one does;
    /// null if there shall be none.
    template <class Prove>
    mysql_session(
        const std::string& text,
        std::string start,
        bool local_infile,
        std::shared_ptr<const std::string> beside,
        Prove prove)
        : soci::session{soci::mysql, text}
        , start_{std::move(start)}
        , beside_{std::move(beside)}
        , charset_{mysql_character_set_name(handle())}
        , autocommit_{autocommit()} {
        const unsigned off = 0;
        if (!local_infile && mysql_options(handle(), MYSQL_OPT_LOCAL_INFILE, &off) != 0)
            throw soci::soci_error{"LOAD DATA LOCAL cannot be turned off"};
        prove(*this);
    }

    /// The same, without a second connection and unproven.
    mysql_session(const std::string& text, std::string start, bool local_infile)
        : mysql_session{text, std::move(start), local_infile, nullptr, [](mysql_session&) {}} {}

    mysql_session(const mysql_session&) = delete;
    mysql_session& operator=(const mysql_session&) = delete;
    ~mysql_session() = default;

    /// The driver's handle; null once the session is closed.
    [[nodiscard]] MYSQL* handle() noexcept {
        auto* backend = static_cast<soci::mysql_session_backend*>(get_backend());
        return backend == nullptr ? nullptr : backend->conn_;
    }

    /// The socket's descriptor; -1 once the driver or the session has closed it.
    [[nodiscard]] int socket() noexcept {
        auto* open = handle();
        return open == nullptr ? -1 : static_cast<int>(mysql_get_socket(open));
    }

    /// The database the session started in; empty for none.
    [[nodiscard]] const std::string& start() const noexcept { return start_; }

    /// The character set the session started with.
    [[nodiscard]] const std::string& charset() const noexcept { return charset_; }

    /// How to connect a second time; null for not at all.
    [[nodiscard]] const std::shared_ptr<const std::string>& beside() const noexcept {
        return beside_;
    }

    /// Which server it is on, once it has been asked. Never null.
    [[nodiscard]] const std::shared_ptr<mysql_server_name>& server() const noexcept {
        return server_;
    }

    /// Whether the server is MariaDB, and new enough for SET STATEMENT with a time limit.
    [[nodiscard]] bool is_mariadb() noexcept {
        auto* open = handle();
        return open != nullptr && mysql_get_server_version(open) >= 100'200 &&
               std::string_view{mysql_get_server_info(open)}.find("MariaDB") !=
                   std::string_view::npos;
    }

    /// Whether the last answer of the server said that a transaction is open.
    [[nodiscard]] bool in_transaction() noexcept { return status(SERVER_STATUS_IN_TRANS); }

    /// Whether the last answer of the server said that statements commit by themselves.
    [[nodiscard]] bool autocommit() noexcept { return status(SERVER_STATUS_AUTOCOMMIT); }

    /// Whether autocommit was on at first and has been turned off.
    [[nodiscard]] bool lost_autocommit() noexcept { return autocommit_ && !autocommit(); }

    /// When the work that is being done must end; set by `timed_work`, for what sends statements.
    deadline due = deadline::never();

    /// What may end that work before; null for nothing. Set by `timed_work` as well.
    const interrupt* called_off = nullptr;

private:
    [[nodiscard]] bool status(unsigned flag) noexcept {
        auto* open = handle();
        return open != nullptr && (open->server_status & flag) != 0;
    }

    std::string start_;
    std::shared_ptr<const std::string> beside_;
    std::shared_ptr<mysql_server_name> server_ = std::make_shared<mysql_server_name>();
    std::string charset_;
    bool autocommit_;
};

} // namespace cenote::db
