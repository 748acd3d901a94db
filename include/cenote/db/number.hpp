#pragma once

#include <cenote/db/cell.hpp>

#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>

namespace cenote::db {

/// The whole of `text` as a number; the text itself if it is none after all, or too large.
template <class Number>
[[nodiscard]] cell number(std::string_view text) noexcept {
    Number parsed{};
    const char* const end = text.data() + text.size();
    const auto [stop, ec] = std::from_chars(text.data(), end, parsed);
    if (ec != std::errc{} || stop != end) return text;
    return parsed;
}

/// A whole number as servers write it.
[[nodiscard]] inline cell integer(std::string_view text, bool is_unsigned = false) noexcept {
    return is_unsigned ? number<std::uint64_t>(text) : number<std::int64_t>(text);
}

/// A floating-point number as servers write it: "1e3", "NaN" and "Infinity" included.
[[nodiscard]] inline cell real(std::string_view text) noexcept {
    return number<double>(text);
}

} // namespace cenote::db
