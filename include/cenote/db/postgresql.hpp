#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/bounded.hpp>
#include <cenote/db/error.hpp>
#include <cenote/db/open_failure.hpp>
#include <cenote/db/postgresql/classify.hpp>
#include <cenote/db/postgresql/connect_string.hpp>
#include <cenote/db/postgresql/cursor.hpp>
#include <cenote/db/postgresql/describe.hpp>
#include <cenote/db/postgresql/look_at.hpp>
#include <cenote/db/postgresql/native.hpp>
#include <cenote/db/postgresql/reader.hpp>
#include <cenote/db/postgresql/renew.hpp>
#include <cenote/db/postgresql/session.hpp>
#include <cenote/db/postgresql/time_limit.hpp>
#include <cenote/db/postgresql/transaction.hpp>
#include <cenote/db/session_care.hpp>

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

namespace cenote::db {

/// A factory of SOCI sessions on PostgreSQL.
///
/// Thread-safety: any thread, on different sessions.
class postgresql : public session_care<postgresql_session> {
public:
    static constexpr std::string_view name = "postgresql";

    /// Reads the results of statements on its sessions.
    using cursor = postgresql_cursor;

    /// Reads the rows of a query while they are asked for.
    using reader = postgresql_reader;

    /// How many values one statement may bind: the protocol counts them in 16 bits.
    static constexpr std::size_t max_parameters = 65'535;

    /// Takes libpq's connection string, key=value pairs or a URI; throws `connect_string_error` for
    /// what `postgresql_connect_string` refuses.
    explicit postgresql(const std::string& connect_string)
        : connect_string_{connect_string} {}

    /// Connects. Throws `open_error`.
    ///
    /// libpq is given what is left until the deadline as its `connect_timeout`, in whole seconds,
    /// rounded down, at least 2. That bounds a server that refuses, drops or says nothing. It does
    /// not bound looking a name up (10 s were seen with a dead name server), more addresses than
    /// hosts, nor a server that falls silent after logging in: SOCI sends a SET then, and waits.
    [[nodiscard]] session open(deadline until) const {
        const auto action = "connect to postgresql";
        const duration left = time_left<open_error>(until, action);
        const auto& secrets = connect_string_.secrets();
        try {
            return session{connect_string_.within(left)};
        } catch (const soci::postgresql_soci_error& e) {
            const auto kind = classify_sqlstate(sqlstate_of(e), phase::opening);
            const auto info = describe(std::current_exception());
            throw open_failure(kind, action, info, until, secrets);
        } catch (const soci::soci_error& e) {
            const auto kind = classify_postgresql_connect(e.get_error_message());
            const auto info = describe(std::current_exception());
            throw open_failure(kind, action, info, until, secrets);
        }
    }

    /// The class of a failure, by the exception alone. Precondition: `failure` is not null.
    [[nodiscard]] static fault classify(const std::exception_ptr& failure) noexcept {
        return classify_postgresql(failure);
    }

    /// The class of a failure on a session, which is looked at as well. Precondition: as above.
    [[nodiscard]] static fault classify(session& s, const std::exception_ptr& failure) noexcept {
        return classify_failure(s, failure);
    }

    /// What a failure says, without SQL and bound values. Precondition: `failure` is not null.
    [[nodiscard]] static error_info describe(const std::exception_ptr& failure) {
        return describe_postgresql(failure);
    }

private:
    postgresql_connect_string connect_string_;
};

} // namespace cenote::db
