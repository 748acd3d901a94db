#pragma once

#include <cenote/warehouse.hpp>

#include "failing_file.hpp"

#include <soci/connection-pool.h>
#include <soci/soci.h>

#include <memory>
#include <string>

#ifdef QUICK_START_MYSQL
#include <cenote/db/mysql.hpp>
#endif
#ifdef QUICK_START_POSTGRESQL
#include <cenote/db/postgresql.hpp>
#endif

namespace quick_start {

/// A database, how to connect to it with and without cenote, and how it breaks connections.
template <class Backend>
struct site;

/// SQLite has no server that could close a connection: what breaks is the file under a session.
template <>
struct site<cenote::db::sqlite3> {
    using backend = failing_sqlite3;

    explicit site(std::string where)
        : connect{std::move(where)} {}

    [[nodiscard]] backend factory() const { return {connect, shims}; }

    void open(soci::session& raw) const {
        raw.open(soci::sqlite3, connect);
        auto* native = static_cast<soci::sqlite3_session_backend*>(raw.get_backend());
        shims->watch(native->conn_);
    }

    /// False when there was nothing left to break.
    [[nodiscard]] bool break_one() { return shims->fail_one(); }

    static constexpr auto how = "one session's file fails every 200 ms";
    std::string connect;
    std::shared_ptr<file_shims> shims = std::make_shared<file_shims>();
};

/// What the servers have in common: an administrator ends other sessions of the same user.
template <class Backend>
struct server_site {
    using backend = Backend;

    explicit server_site(std::string where)
        : connect{std::move(where)}
        , admin{Backend{connect}.open(cenote::deadline::never())} {}

    [[nodiscard]] backend factory() const { return Backend{connect}; }

    std::string connect;
    typename Backend::session admin;
};

#ifdef QUICK_START_MYSQL
template <>
struct site<cenote::db::mysql> : server_site<cenote::db::mysql> {
    using server_site::server_site;

    void open(soci::session& raw) const { raw.open(soci::mysql, connect); }

    [[nodiscard]] bool break_one() {
        int id = 0;
        admin << "select id from information_schema.processlist where id <> connection_id() and "
                 "user = substring_index(current_user(), '@', 1) order by rand() limit 1",
            soci::into(id);
        if (!admin.got_data()) return false;
        admin << "kill " + std::to_string(id);
        return true;
    }

    static constexpr auto how = "the server KILLs one session every 200 ms";
};
#endif

#ifdef QUICK_START_POSTGRESQL
template <>
struct site<cenote::db::postgresql> : server_site<cenote::db::postgresql> {
    using server_site::server_site;

    void open(soci::session& raw) const { raw.open(soci::postgresql, connect); }

    [[nodiscard]] bool break_one() {
        int killed = 0;
        admin << "select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity "
                 "where pid <> pg_backend_pid() and usename = current_user "
                 "order by random() limit 1) victim",
            soci::into(killed);
        return killed > 0;
    }

    static constexpr auto how = "the server terminates one session every 200 ms";
};
#endif

} // namespace quick_start
