#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/bounded.hpp>
#include <cenote/db/error.hpp>
#include <cenote/db/open_failure.hpp>
#include <cenote/db/session_care.hpp>
#include <cenote/db/sqlite3/ask.hpp>
#include <cenote/db/sqlite3/classify.hpp>
#include <cenote/db/sqlite3/connect_string.hpp>
#include <cenote/db/sqlite3/cursor.hpp>
#include <cenote/db/sqlite3/describe.hpp>
#include <cenote/db/sqlite3/hopeless.hpp>
#include <cenote/db/sqlite3/look_at.hpp>
#include <cenote/db/sqlite3/reader.hpp>
#include <cenote/db/sqlite3/renew.hpp>
#include <cenote/db/sqlite3/session.hpp>
#include <cenote/db/sqlite3/time_limit.hpp>
#include <cenote/db/sqlite3/transaction.hpp>

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace cenote::db {

/// A factory of SOCI sessions on an SQLite file.
///
/// Deadlines: nothing but `within` waits for a lock, so that only the file system can hold a call up.
/// What a statement of the user's waits for locks is the connection string's `timeout`.
///
/// Thread-safety: any thread, on different sessions.
class sqlite3 : public session_care<sqlite3_session> {
public:
    static constexpr std::string_view name = "sqlite3";

    /// Reads the results of statements on its sessions.
    using cursor = sqlite3_cursor;

    /// Reads the rows of a query while they are asked for.
    using reader = sqlite3_reader;

    /// How many values one statement may bind, unless SQLite was built with another limit.
    static constexpr std::size_t max_parameters = 32'766;

    /// Takes SOCI's connection string or a file name; throws `connect_string_error` for what
    /// `sqlite3_connect_string` refuses. With ":memory:" every session has a database of its own.
    explicit sqlite3(std::string_view connect_string)
        : connect_string_{connect_string} {}

    /// Opens the file, making it if it is not there, and reads its first page, so that a file that
    /// is no database fails here. Throws `open_error`; a path that can never be opened is a
    /// `fault::permanent`.
    [[nodiscard]] session open(deadline until) const {
        const auto action = "open the sqlite3 database " + connect_string_.file();
        static_cast<void>(time_left<open_error>(until, action));
        try {
            const auto& wanted = connect_string_;
            return session{wanted.text(), wanted.busy_timeout(), wanted.synchronous()};
        } catch (const soci::soci_error&) {
            const auto failure = std::current_exception();
            throw refusal(classify(failure), action, describe(failure), until);
        } catch (const error& e) {
            throw refusal(e.kind(), action, e.info(), until);
        }
    }

    /// The class of a failure, by the exception alone. Precondition: `failure` is not null.
    [[nodiscard]] static fault classify(const std::exception_ptr& failure) noexcept {
        return classify_sqlite(failure);
    }

    /// The class of a failure on a session, which is looked at as well. Precondition: as above.
    [[nodiscard]] static fault classify(session& s, const std::exception_ptr& failure) noexcept {
        return classify_failure(s, failure);
    }

    /// What a failure says, without SQL and bound values. Precondition: `failure` is not null.
    [[nodiscard]] static error_info describe(const std::exception_ptr& failure) {
        return describe_sqlite(failure);
    }

private:
    [[nodiscard]] open_error
    refusal(fault kind, const std::string& action, error_info info, deadline until) const {
        const auto why =
            kind == fault::transient ? why_hopeless(connect_string_.file()) : std::string_view{};
        if (why.empty()) return open_failure(kind, action, std::move(info), until, {});
        info.message.append(": ").append(why);
        return {fault::permanent, action, std::move(info)};
    }

    sqlite3_connect_string connect_string_;
};

} // namespace cenote::db
