#include <cenote/db/mysql.hpp>

#include "measure.hpp"
#include "restart.hpp"

#include <string>

namespace {

/// The server that CENOTE_TEST_MYSQL tells of.
struct site {
    using backend = cenote::db::mysql;

    static constexpr auto empty_inserted = "DELETE FROM bench_inserted";
    static constexpr auto most_connections = "SELECT @@max_connections";

    static const auto& driver() { return soci::mysql; }

    static std::string connect_string() { return bench::setting("CENOTE_TEST_MYSQL"); }
};

bool measure_if_there() {
    if (site::connect_string().empty()) return false;
    bench::measure_sessions<site>();
    bench::measure_restart<site>();
    return true;
}

[[maybe_unused]] const bool registered = measure_if_there();

} // namespace
