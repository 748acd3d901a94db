#pragma once

#include <cenote/db/postgresql.hpp>

#include <faults/server_site.hpp>
#include <string>
#include <string_view>
#include <support/proxy.hpp>

namespace faults {

struct postgresql_dialect {
    using backend = cenote::db::postgresql;

    static constexpr auto name = "PostgreSQL";
    static constexpr auto version = "show server_version";
    static constexpr auto spoken = test::protocol::postgresql;
    static constexpr auto sessions =
        std::string_view{"select pid::bigint from pg_stat_activity where usename = 'cenote' "
                         "order by random() limit "};

    static void grant(backend::session& admin) {
        admin << "grant select, update on items, version to cenote";
    }
};

class postgresql_site : public server_site<postgresql_dialect> {
public:
    /// SOCI's own driver, for those who do without cenote.
    static const soci::backend_factory& driver() { return *soci::factory_postgresql(); }

    /// The server ends sessions that rest for a second.
    void limit_idle(bool on) { set("idle_session_timeout", on ? "'1s'" : "default"); }

    /// The server refuses more than three sessions of the user.
    void limit_connections(bool on) {
        as_admin([on](session& admin) {
            admin << "alter role cenote connection limit " + std::string{on ? "3" : "-1"};
        });
    }

    /// The server refuses writes, as a demoted primary does.
    void make_read_only(bool on) { set("default_transaction_read_only", on ? "on" : "default"); }

private:
    // For running sessions as well.
    void set(const std::string& setting, const std::string& value) {
        as_admin([&](session& admin) {
            admin << "alter system set " + setting + " = " + value;
            int done = 0;
            admin << "select pg_reload_conf()::int", soci::into(done);
        });
    }
};

} // namespace faults
