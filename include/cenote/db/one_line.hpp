#pragma once

#include <string>
#include <string_view>

namespace cenote::db {

/// The text in one line: each run of spaces and line ends becomes one space, none at the ends.
///
/// Drivers end their messages with line ends and indent hints; a log wants neither.
[[nodiscard]] inline std::string one_line(std::string_view text) {
    std::string line;
    bool gap = false;
    for (const char c : text) {
        if (std::string_view{" \t\r\n"}.find(c) != std::string_view::npos) {
            gap = !line.empty();
            continue;
        }
        if (gap) line += ' ';
        gap = false;
        line += c;
    }
    return line;
}

} // namespace cenote::db
