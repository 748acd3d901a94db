#pragma once

#include <cenote/db/cell.hpp>
#include <cenote/db/sqlite3/cell.hpp>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <cstddef>
#include <string_view>

namespace cenote::db {

/// Reads SQLite's rows; each value has the type that it is stored with.
class sqlite3_cursor {
public:
    /// SQLite itself finds the placeholders.
    static constexpr bool names_by_soci = false;

    explicit sqlite3_cursor(soci::statement& executed) noexcept
        : backend_{static_cast<soci::sqlite3_statement_backend*>(executed.get_backend())}
        , columns_{static_cast<std::size_t>(sqlite_api::sqlite3_column_count(backend_->stmt_))} {}

    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }

    [[nodiscard]] std::string_view name(std::size_t i) const noexcept {
        const char* found = sqlite_api::sqlite3_column_name(backend_->stmt_, static_cast<int>(i));
        return found != nullptr ? found : ""; // null only when out of memory
    }

    [[nodiscard]] cell at(std::size_t i) const noexcept {
        return sqlite3_cell(backend_->stmt_, static_cast<int>(i));
    }

    [[nodiscard]] bool next() {
        return backend_->fetch(1) == soci::details::statement_backend::ef_success;
    }

private:
    soci::sqlite3_statement_backend* backend_;
    std::size_t columns_;
};

static_assert(cursor<sqlite3_cursor>);

} // namespace cenote::db
