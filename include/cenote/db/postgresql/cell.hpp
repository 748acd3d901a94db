#pragma once

#include <cenote/db/cell.hpp>
#include <cenote/db/number.hpp>

#include <libpq-fe.h>

#include <cstddef>
#include <string_view>

namespace cenote::db {

/// One field of a result in text form, by the type of its column.
[[nodiscard]] inline cell postgresql_cell(const PGresult* result, int row, int column) noexcept {
    if (PQgetisnull(result, row, column) != 0) return {};
    const auto size = static_cast<std::size_t>(PQgetlength(result, row, column));
    const std::string_view text{PQgetvalue(result, row, column), size};
    switch (PQftype(result, column)) { // from PostgreSQL's catalogue pg_type, where they are fixed
    case 16: return text == "t";       // bool
    case 20:                           // int8
    case 21:                           // int2
    case 23:                           // int4
    case 26: return integer(text);     // oid
    case 700:                          // float4
    case 701: return real(text);       // float8
    case 1700: return decimal{text};   // numeric
    default: return text;
    }
}

} // namespace cenote::db
