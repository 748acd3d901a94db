#pragma once

#include <cenote/db/mysql.hpp>
#include <cenote/db/postgresql.hpp>
#include <cenote/db/sqlite3.hpp>

#include "dice.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <unistd.h>

namespace torture {

/// What the environment says, or nothing.
[[nodiscard]] inline std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// A file, which another session locks now and then.
struct on_sqlite3 {
    using backend = cenote::db::sqlite3;

    static constexpr const char* name = "SQLite";
    static constexpr const char* slow =
        "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";

    std::string connect = folder() + "/torture-" + std::to_string(::getpid()) + ".db";
    backend::session other = backend{connect}.open(cenote::deadline::never());

    on_sqlite3() = default;
    on_sqlite3(const on_sqlite3&) = delete;
    on_sqlite3& operator=(const on_sqlite3&) = delete;

    ~on_sqlite3() {
        for (const auto* ending : {"", "-journal"})
            std::filesystem::remove(connect + ending);
    }

    static bool is_there() { return true; }

    static std::string folder() {
        const auto told = environment("CENOTE_TEST_SQLITE_DIR");
        return told.empty() ? std::filesystem::temp_directory_path().string() : told;
    }

    void harm(dice& d) {
        other << "begin exclusive";
        std::this_thread::sleep_for(d.up_to(std::chrono::milliseconds{20}));
        other << "commit";
    }
};

/// A server, whose administrator ends sessions of ours.
struct on_mysql {
    using backend = cenote::db::mysql;

    static constexpr const char* name = "MariaDB";
    static constexpr const char* slow = "select sleep(60)";

    std::string connect = environment("CENOTE_TEST_MYSQL");
    backend::session other =
        backend{environment("CENOTE_TEST_MYSQL_ADMIN")}.open(cenote::deadline::never());

    static bool is_there() { return !environment("CENOTE_TEST_MYSQL_ADMIN").empty(); }

    void harm(dice&) {
        int id = 0;
        other << "select id from information_schema.processlist where user = 'cenote' "
                 "order by rand() limit 1",
            soci::into(id);
        if (other.got_data()) other << "kill " + std::to_string(id);
    }
};

struct on_postgresql {
    using backend = cenote::db::postgresql;

    static constexpr const char* name = "PostgreSQL";
    static constexpr const char* slow = "select pg_sleep(60)::text";

    std::string connect = environment("CENOTE_TEST_POSTGRESQL");
    backend::session other =
        backend{environment("CENOTE_TEST_POSTGRESQL_ADMIN")}.open(cenote::deadline::never());

    static bool is_there() { return !environment("CENOTE_TEST_POSTGRESQL_ADMIN").empty(); }

    void harm(dice&) {
        int killed = 0;
        other << "select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity "
                 "where usename = 'cenote' order by random() limit 1) victim",
            soci::into(killed);
    }
};

} // namespace torture
