#pragma once

#include <cenote/base/time.hpp>

#include <cenote/db/mysql/native.hpp>
#include <cenote/db/mysql/session.hpp>
#include <cenote/db/mysql/time_prefix.hpp>
#include <cenote/db/mysql/transaction.hpp>
#include <cenote/db/remote_cancel.hpp>
#include <cenote/db/timed_work.hpp>

#include <soci/soci.h>

#include <chrono>
#include <functional>
#include <string>

namespace cenote::db {

/// Asks which server this is: the one that a second connection to the same address reaches need
/// not be the same, and would end a stranger's query there. Throws what SOCI throws.
[[nodiscard]] inline std::string which_server(mysql_session& session) {
    std::string name;
    session << "SELECT concat_ws(' ', @@hostname, @@port, @@server_id, @@datadir)",
        soci::into(name);
    return name;
}

/// Ends the work on a session at a deadline: by `max_statement_time` before each statement that may
/// have it (see `time_prefix`), and by KILL QUERY over a connection of its own.
///
/// The first deadline or `interrupt` on a session costs a round trip, that asks which server it is
/// on. Without the answer nothing is killed: on a session of a caller's that is amid a transaction,
/// for one.
class mysql_time_limit {
public:
    static constexpr bool remote = true;
    static constexpr duration head_start = std::chrono::milliseconds{20};

    explicit mysql_time_limit(mysql_session& session)
        : session_{session}
        , cancel_{killer_of(session)} {}

    /// Throws what SOCI throws.
    void set() {
        auto& server = *session_.server();
        if (!server.is_known() && !has_open_work(session_)) server.tell(which_server(session_));
    }

    static void lift(bool) noexcept {}

    bool cancel() noexcept { return session_.server()->is_known() && cancel_.start(); }

    [[nodiscard]] bool settle(deadline until) noexcept { return cancel_.settle(until); }

private:
    static std::function<void()> killer_of(mysql_session& session) {
        if (session.handle() == nullptr || !session.beside()) return {};
        return [beside = session.beside(),
                server = session.server(),
                id = mysql_thread_id(session.handle())] {
            mysql_session killer{*beside, {}, false};
            if (server->is(which_server(killer))) killer << "KILL QUERY " + std::to_string(id);
        };
    }

    mysql_session& session_;
    remote_cancel cancel_;
};

[[nodiscard]] inline mysql_time_limit time_limit_on(mysql_session& session, deadline, owner) {
    return mysql_time_limit{session};
}

} // namespace cenote::db
