#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace cenote::sql {

/// Whose SQL it is. They differ in what quotes, escapes and comments look like.
enum class dialect : unsigned char { standard, sqlite3, mysql, postgresql };

/// The dialect of the backend that SOCI knows as `backend`.
[[nodiscard]] constexpr dialect dialect_of(std::string_view backend) noexcept {
    if (backend == "sqlite3") return dialect::sqlite3;
    if (backend == "mysql") return dialect::mysql;
    return backend == "postgresql" ? dialect::postgresql : dialect::standard;
}

/// What a token is, as far as this library looks into SQL.
enum class token_kind : unsigned char {
    word,        ///< A keyword or a bare name.
    quoted,      ///< A string literal or a quoted name, with its quotes.
    number,      ///< A numeric literal.
    placeholder, ///< `:name`.
    symbol,      ///< Any other character, or `::`, `:=`.
    end,         ///< There is nothing more.
};

/// A piece of the text; `text` points into it.
struct token {
    token_kind kind{token_kind::end};
    std::string_view text{};
    std::size_t position{};
};

/// Equal but for the case of ASCII letters. `lower` is written in lower case.
[[nodiscard]] constexpr bool same_word(std::string_view found, std::string_view lower) noexcept {
    return std::equal(
        found.begin(), found.end(), lower.begin(), lower.end(), [](char have, char want) {
            return want == (have >= 'A' && have <= 'Z' ? static_cast<char>(have + 32) : have);
        });
}

/// True for the bare word `keyword`, written here in lower case.
[[nodiscard]] constexpr bool is(const token& candidate, std::string_view keyword) noexcept {
    return candidate.kind == token_kind::word && same_word(candidate.text, keyword);
}

/// True for the one-character symbol `sign`.
[[nodiscard]] constexpr bool is(const token& candidate, char sign) noexcept {
    return candidate.kind == token_kind::symbol && candidate.text.size() == 1 &&
           candidate.text.front() == sign;
}

/// True for any of the `keywords`. A word is compared with those of its length only, which are known
/// when this is compiled.
template <std::size_t... Sizes>
[[nodiscard]] constexpr bool
is_any(const token& candidate, const char (&... keywords)[Sizes]) noexcept {
    return candidate.kind == token_kind::word &&
           ((candidate.text.size() == Sizes - 1 &&
             same_word(candidate.text, {keywords, Sizes - 1})) ||
            ...);
}

} // namespace cenote::sql
