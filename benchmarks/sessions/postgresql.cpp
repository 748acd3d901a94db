#include <cenote/db/postgresql.hpp>

#include "measure.hpp"
#include "restart.hpp"

#include <string>

namespace {

/// The server that CENOTE_TEST_POSTGRESQL tells of.
struct site {
    using backend = cenote::db::postgresql;

    static constexpr auto empty_inserted = "TRUNCATE bench_inserted";
    static constexpr auto most_connections =
        "SELECT CAST(current_setting('max_connections') AS integer)";

    static const auto& driver() { return soci::postgresql; }

    static std::string connect_string() { return bench::setting("CENOTE_TEST_POSTGRESQL"); }
};

bool measure_if_there() {
    if (site::connect_string().empty()) return false;
    bench::measure_sessions<site>();
    bench::measure_restart<site>();
    return true;
}

[[maybe_unused]] const bool registered = measure_if_there();

} // namespace
