#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace cenote::sql {

/// `:name` as it stands in the text.
struct placeholder {
    std::string_view name{}; ///< Without the colon.
    std::size_t position{};  ///< Of the colon.
};

/// A part of the text, `[begin, end)`.
struct span {
    std::size_t begin{};
    std::size_t end{};
};

/// What this library has to know about a statement before it is sent.
///
/// Views and positions are into the scanned text, which must outlive them.
struct outline {
    std::vector<placeholder> placeholders{}; ///< In the order of the text, repeats included.
    std::size_t end{};                       ///< Where its last word ends: no comments, no `;`.
    bool empty{true};                        ///< There is no statement.
    bool several{};                          ///< There is more than one.
    bool read{};    ///< Sent twice it does no more than sent once, as far as its words show.
    bool query{};   ///< Begins as a SELECT, WITH, VALUES or TABLE.
    bool limited{}; ///< Its top level ends in LIMIT, OFFSET, FETCH or FOR.
    bool trap{};    ///< SOCI's own scanner may see other placeholders than these.
    std::optional<std::size_t> order_by{}; ///< Where the top-level ORDER BY begins.
    std::optional<span> inserted_row{};    ///< `( ... )` of `INSERT ... VALUES ( ... )`, when more
                                           ///< rows can follow it and all placeholders are in it.
};

} // namespace cenote::sql
