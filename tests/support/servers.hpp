#pragma once

#include <cenote/db/mysql.hpp>
#include <cenote/db/postgresql.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <support/killer.hpp>
#include <support/setting.hpp>
#include <support/timing.hpp>
#include <support/with.hpp>
#include <sys/types.h>

namespace test {

/// What differs between MariaDB and PostgreSQL for a test that holds on both.
struct on_mysql {
    using backend = cenote::db::mysql;

    static constexpr const char* setting = "CENOTE_TEST_MYSQL";
    static constexpr const char* database_key = "db";
    static constexpr const char* long_query = "SELECT SLEEP(60)";
    static constexpr const char* limit_time = "SET max_statement_time = 0.05";
    static constexpr const char* set_variable = "SET @cenote = 'left behind'";
    static constexpr const char* read_variable = "SELECT coalesce(@cenote, '')";
    static constexpr const char* no_such_table = "MySQL 1146";

    /// The process that goes silent when it is stopped.
    static ::pid_t server(backend::session&) {
        const auto pid = test::setting("CENOTE_TEST_MYSQL_PID");
        return pid ? static_cast<::pid_t>(std::stol(*pid)) : 0;
    }
};

struct on_mysql_tls : on_mysql {
    static constexpr const char* setting = "CENOTE_TEST_MYSQL_TLS";
};

struct on_postgresql {
    using backend = cenote::db::postgresql;

    static constexpr const char* setting = "CENOTE_TEST_POSTGRESQL";
    static constexpr const char* database_key = "dbname";
    static constexpr const char* long_query = "SELECT pg_sleep(60)::text";
    static constexpr const char* limit_time = "SET statement_timeout = 50";
    static constexpr const char* set_variable = "SET cenote.test = 'left behind'";
    static constexpr const char* read_variable =
        "SELECT coalesce(current_setting('cenote.test', true), '')";
    static constexpr const char* no_such_table = "SQLSTATE 42P01";

    static ::pid_t server(backend::session& session) {
        return static_cast<::pid_t>(backend_id(session));
    }
};

struct on_postgresql_tls : on_postgresql {
    static constexpr const char* setting = "CENOTE_TEST_POSTGRESQL_TLS";
};

} // namespace test

/// The types that a templated test runs with to hold on both servers, over plain sockets and TLS.
#define ON_EACH_SERVER                                                                             \
    test::on_mysql, test::on_mysql_tls, test::on_postgresql, test::on_postgresql_tls
