#pragma once

#include <cenote/db/cell.hpp>
#include <cenote/db/number.hpp>

#include <soci/mysql/soci-mysql.h>

#include <cstdint>
#include <string_view>

namespace cenote::db {

/// BIT(n) is sent as its bytes, the highest first.
[[nodiscard]] inline cell mysql_bits(std::string_view bytes) noexcept {
    std::uint64_t sum = 0;
    for (const char byte : bytes)
        sum = (sum << 8U) | static_cast<unsigned char>(byte);
    return sum;
}

/// What the text of a field that is not NULL stands for, by the type of its column.
[[nodiscard]] inline cell mysql_cell(const MYSQL_FIELD& of, std::string_view text) noexcept {
    switch (of.type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR: return integer(text, (of.flags & UNSIGNED_FLAG) != 0);
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE: return real(text);
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL: return decimal{text};
    case MYSQL_TYPE_BIT: return mysql_bits(text);
    default: return text;
    }
}

} // namespace cenote::db
