#pragma once

#include <cenote/db/cell.hpp>

#include <soci/sqlite3/soci-sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cenote::db {

/// One field of the current row, in the type that it is stored with.
[[nodiscard]] inline cell sqlite3_cell(sqlite_api::sqlite3_stmt* row, int column) noexcept {
    using namespace sqlite_api;
    const int storage = sqlite3_column_type(row, column);
    if (storage == SQLITE_NULL) return {};
    if (storage == SQLITE_INTEGER) return std::int64_t{sqlite3_column_int64(row, column)};
    if (storage == SQLITE_FLOAT) return sqlite3_column_double(row, column);
    const void* const bytes = storage == SQLITE_BLOB ? sqlite3_column_blob(row, column)
                                                     : sqlite3_column_text(row, column);
    const auto size = sqlite3_column_bytes(row, column);
    return std::string_view{static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

} // namespace cenote::db
