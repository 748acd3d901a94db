#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/bounded.hpp>
#include <cenote/db/error.hpp>
#include <cenote/db/mysql/classify.hpp>
#include <cenote/db/mysql/connect_string.hpp>
#include <cenote/db/mysql/cursor.hpp>
#include <cenote/db/mysql/describe.hpp>
#include <cenote/db/mysql/look_at.hpp>
#include <cenote/db/mysql/native.hpp>
#include <cenote/db/mysql/reader.hpp>
#include <cenote/db/mysql/renew.hpp>
#include <cenote/db/mysql/session.hpp>
#include <cenote/db/mysql/time_limit.hpp>
#include <cenote/db/mysql/transaction.hpp>
#include <cenote/db/open_failure.hpp>
#include <cenote/db/session_care.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

namespace cenote::db {

/// A factory of SOCI sessions on MySQL and MariaDB.
///
/// Thread-safety: any thread, on different sessions.
class mysql : public session_care<mysql_session> {
public:
    static constexpr std::string_view name = "mysql";

    /// Reads the results of statements on its sessions.
    using cursor = mysql_cursor;

    /// Reads the rows of a query while they are asked for.
    using reader = mysql_reader;

    /// How many values one statement may bind. The driver sends them as text and has no limit; this
    /// one keeps a statement below the packet a server takes by default (16 MiB).
    static constexpr std::size_t max_parameters = 60'000;

    /// Takes SOCI's connection string; throws `connect_string_error` for what
    /// `mysql_connect_string` refuses.
    explicit mysql(std::string_view connect_string)
        : connect_string_{connect_string} {
        // Sessions would start the library by themselves, but not safely from several threads.
        static const int started = mysql_library_init(0, nullptr, nullptr);
        static_cast<void>(started);
    }

    /// Connects, and asks once: a server that lets nobody do anything, such as a node of a Galera
    /// cluster without a quorum, is no place for a session. Throws `open_error`.
    ///
    /// The driver is given what is left until the deadline as its `connect_timeout`, in whole
    /// seconds, rounded down, at least 1. That bounds a server that refuses, drops or says nothing.
    /// It does not bound looking a name up (10 s were seen with a dead name server), nor a server
    /// that dribbles its greeting: the driver counts anew for each piece.
    [[nodiscard]] session open(deadline until) const {
        const auto action = "connect to mysql";
        const duration left = time_left<open_error>(until, action);
        const auto& wanted = connect_string_;
        try {
            const auto prove = [&](session& made) { require_answer(made, until, action); };
            return session{
                wanted.within(left), wanted.database(), wanted.local_infile(), beside_, prove};
        } catch (const error& e) { // the first question's
            const auto kind = e.kind() == fault::lost ? fault::transient : e.kind();
            throw open_failure(kind, action, e.info(), until, wanted.secrets());
        } catch (const soci::mysql_soci_error& e) {
            const auto words = e.get_error_message();
            const auto kind = classify_mysql_code(e.err_num_, phase::opening, words);
            const auto info = describe_mysql(e.err_num_, words);
            throw open_failure(kind, action, info, until, wanted.secrets());
        } catch (const soci::soci_error&) {
            const auto info = describe(std::current_exception());
            throw open_failure(fault::permanent, action, info, until, wanted.secrets());
        }
    }

    /// The class of a failure, by the exception alone. Precondition: `failure` is not null.
    [[nodiscard]] static fault classify(const std::exception_ptr& failure) noexcept {
        return classify_mysql(failure);
    }

    /// The class of a failure on a session, which is looked at as well. Precondition: as above.
    [[nodiscard]] static fault classify(session& s, const std::exception_ptr& failure) noexcept {
        return classify_failure(s, failure);
    }

    /// What a failure says, without SQL and bound values. Precondition: `failure` is not null.
    [[nodiscard]] static error_info describe(const std::exception_ptr& failure) {
        return describe_mysql(failure);
    }

private:
    mysql_connect_string connect_string_;

    // A cancel that cannot connect in a second comes too late anyway.
    std::shared_ptr<const std::string> beside_ =
        std::make_shared<const std::string>(connect_string_.within(std::chrono::seconds{1}));
};

} // namespace cenote::db
