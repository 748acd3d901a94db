#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <type_traits>

/// How tables of codes and words are asked.
namespace cenote::db {

/// Whether `one` is among `all`.
template <class T>
[[nodiscard]] constexpr bool
among(T one, std::initializer_list<std::type_identity_t<T>> all) noexcept {
    return std::ranges::find(all, one) != all.end();
}

/// Whether any of `parts` stands in `text`.
[[nodiscard]] constexpr bool
says(std::string_view text, std::initializer_list<std::string_view> parts) noexcept {
    return std::ranges::any_of(
        parts, [text](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

} // namespace cenote::db
