#pragma once

#include <cenote/db/one_line.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace cenote::db {

/// The driver's words in one line, without what SOCI puts before them.
[[nodiscard]] inline std::string driver_words(std::string_view text) {
    constexpr std::string_view in_query = " Fatal error. ";
    const std::size_t at = text.find(in_query);
    if (at != std::string_view::npos) text.remove_prefix(at + in_query.size());
    for (const std::string_view before :
         {"Cannot establish connection to the database.", "sqlite3_statement_backend::prepare:"})
        if (text.starts_with(before)) text.remove_prefix(before.size());
    return one_line(text);
}

} // namespace cenote::db
