#pragma once

#include <cenote/db/mysql.hpp>

#include <faults/server_site.hpp>
#include <string>
#include <string_view>
#include <support/proxy.hpp>

namespace faults {

struct mysql_dialect {
    using backend = cenote::db::mysql;

    static constexpr auto name = "MariaDB";
    static constexpr auto version = "select version()";
    static constexpr auto spoken = test::protocol::mysql;
    static constexpr auto sessions =
        std::string_view{"select id from information_schema.processlist where user = 'cenote' "
                         "order by rand() limit "};

    static void grant(backend::session&) {} // has the whole database
};

class mysql_site : public server_site<mysql_dialect> {
public:
    /// SOCI's own driver, for those who do without cenote.
    static const soci::backend_factory& driver() { return *soci::factory_mysql(); }

    /// The server ends sessions that rest for a second.
    void limit_idle(bool on) {
        as_admin([on](session& admin) {
            admin << "set global wait_timeout = " + std::string{on ? "1" : "28800"};
        });
    }

    /// The server refuses more than three sessions of the user.
    void limit_connections(bool on) {
        as_admin([on](session& admin) {
            admin << "alter user cenote with max_user_connections " + std::string{on ? "3" : "0"};
        });
    }

    /// The server refuses writes, as a demoted primary does.
    void make_read_only(bool on) {
        as_admin([on](session& admin) {
            admin << "set global read_only = " + std::string{on ? "1" : "0"};
        });
    }
};

} // namespace faults
