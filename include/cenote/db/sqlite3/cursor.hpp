#pragma once

#include <cenote/db/cell.hpp>

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
        using namespace sqlite_api;
        auto* const row = backend_->stmt_;
        const int column = static_cast<int>(i);
        const int storage = sqlite3_column_type(row, column);
        if (storage == SQLITE_NULL) return {};
        if (storage == SQLITE_INTEGER) return std::int64_t{sqlite3_column_int64(row, column)};
        if (storage == SQLITE_FLOAT) return sqlite3_column_double(row, column);
        const void* const bytes = storage == SQLITE_BLOB ? sqlite3_column_blob(row, column)
                                                         : sqlite3_column_text(row, column);
        const auto size = sqlite3_column_bytes(row, column);
        return std::string_view{static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
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
