#pragma once

#include <cenote/warehouse/sql_token.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace cenote::sql {

/// Cuts SQL text into tokens, just well enough to tell code from quotes and comments.
///
/// It is no parser and refuses nothing: an unclosed quote or comment runs to the end of the text, and
/// the server will say what is wrong with it. Complexity: linear, no allocation.
class tokens {
public:
    /// Reads `text`, which must outlive the tokens.
    constexpr tokens(std::string_view text, dialect whose) noexcept
        : text_{text}
        , dialect_{whose} {}

    /// The next token; comments and white space are passed over.
    [[nodiscard]] constexpr token next() noexcept {
        skip_blanks();
        const auto start = at_;
        const auto kind = advance();
        return {kind, text_.substr(start, at_ - start), start};
    }

    /// True once something was met that SOCI's own, simpler scanner may take for a placeholder or a
    /// quote: a colon inside quotes or comments, an escaped quote, an apostrophe in a comment.
    [[nodiscard]] constexpr bool met_a_trap() const noexcept { return trap_; }

private:
    static constexpr bool blank(char c) noexcept {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
    }

    static constexpr bool letter(char c) noexcept {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    static constexpr bool digit(char c) noexcept { return c >= '0' && c <= '9'; }

    static constexpr bool in_name(char c) noexcept {
        return letter(c) || digit(c) || c == '$' || static_cast<unsigned char>(c) >= 0x80;
    }

    [[nodiscard]] constexpr char peek(std::size_t ahead = 0) const noexcept {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }

    constexpr void skip_blanks() noexcept {
        for (;;) {
            while (at_ < text_.size() && blank(text_[at_]))
                ++at_;
            const auto start = at_;
            if (opens_line_comment())
                at_ = std::min(text_.find('\n', at_), text_.size());
            else if (peek() == '/' && peek(1) == '*')
                skip_block_comment();
            else
                return;
            look_for_traps(start);
        }
    }

    [[nodiscard]] constexpr bool opens_line_comment() const noexcept {
        if (peek() == '#') return dialect_ == dialect::mysql;
        if (peek() != '-' || peek(1) != '-') return false;
        return dialect_ != dialect::mysql || blank(peek(2));
    }

    constexpr void skip_block_comment() noexcept {
        std::size_t depth = 1;
        at_ += 2;
        while (depth > 0 && at_ < text_.size()) {
            const bool closes = peek() == '*' && peek(1) == '/';
            const bool opens = peek() == '/' && peek(1) == '*' && dialect_ == dialect::postgresql;
            depth = depth + (opens ? 1U : 0U) - (closes ? 1U : 0U);
            at_ += opens || closes ? 2 : 1;
        }
        at_ = std::min(at_, text_.size());
    }

    constexpr token_kind advance() noexcept {
        if (at_ >= text_.size()) return token_kind::end;
        const char c = text_[at_];
        if (escape_string_opens()) return quoted(1, true);
        if (c == '\'' || c == '"' || c == '`') return quoted(0, dialect_ == dialect::mysql);
        if (c == '[' && dialect_ == dialect::sqlite3) return quoted_by(1, "]");
        if (c == '$' && dialect_ == dialect::postgresql) return dollar();
        if (c == ':') return colon();
        if (digit(c)) return number();
        if (in_name(c)) return word();
        ++at_;
        return token_kind::symbol;
    }

    [[nodiscard]] constexpr bool escape_string_opens() const noexcept {
        return dialect_ == dialect::postgresql && (peek() == 'E' || peek() == 'e') &&
               peek(1) == '\'';
    }

    constexpr token_kind word() noexcept {
        while (in_name(peek()))
            ++at_;
        return token_kind::word;
    }

    constexpr token_kind number() noexcept {
        while (in_name(peek()) || peek() == '.')
            ++at_;
        return token_kind::number;
    }

    constexpr token_kind quoted(std::size_t prefix, bool escapes) noexcept {
        const auto start = at_;
        at_ += prefix;
        const char quote = text_[at_++];
        escapes = escapes && quote != '`';
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            if ((c == '\\' && escapes) || (c == quote && peek() == quote))
                ++at_;
            else if (c == quote)
                break;
        }
        at_ = std::min(at_, text_.size());
        const auto whole = text_.substr(start, at_ - start);
        if (quote != '\'' || (escapes && whole.find('\\') != whole.npos)) look_for_traps(start);
        return token_kind::quoted;
    }

    constexpr token_kind quoted_by(std::size_t opening, std::string_view closing) noexcept {
        const auto start = at_;
        const auto found = text_.find(closing, at_ + opening);
        at_ = found == text_.npos ? text_.size() : found + closing.size();
        look_for_traps(start);
        return token_kind::quoted;
    }

    /// `$tag$ ... $tag$`, or the `$` of a `$1`.
    constexpr token_kind dollar() noexcept {
        std::size_t length = 1;
        while (peek(length) != '$' && in_name(peek(length)) && !digit(peek(1)))
            ++length;
        if (peek(length) == '$') return quoted_by(length + 1, text_.substr(at_, length + 1));
        ++at_;
        return token_kind::symbol;
    }

    constexpr token_kind colon() noexcept {
        ++at_;
        if (letter(peek())) {
            while (letter(peek()) || digit(peek()))
                ++at_;
            return token_kind::placeholder;
        }
        if (peek() == ':' || peek() == '=')
            ++at_;
        else
            trap_ = true;
        return token_kind::symbol;
    }

    constexpr void look_for_traps(std::size_t start) noexcept {
        trap_ = trap_ || text_.substr(start, at_ - start).find_first_of(":'") != text_.npos;
    }

    std::string_view text_;
    std::size_t at_{};
    dialect dialect_;
    bool trap_{};
};

} // namespace cenote::sql
