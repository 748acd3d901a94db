#include <cenote/db/sqlite3.hpp>

#include "measure.hpp"

#include <string>

namespace {

/// A file, which needs no server.
struct site {
    using backend = cenote::db::sqlite3;

    static constexpr auto empty_inserted = "DELETE FROM bench_inserted";

    static const auto& driver() { return soci::sqlite3; }

    static std::string connect_string() { return "db=" + (bench::folder() / "bench.db").string(); }
};

[[maybe_unused]] const bool registered = (bench::measure_sessions<site>(), true);

} // namespace
