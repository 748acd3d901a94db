#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace cenote::db {

/// Takes bound values out of a server's words: "Duplicate entry 'ann' for key 'name'" becomes
/// "Duplicate entry '?' for key 'name'".
///
/// What stands between quotes (' or ") is replaced by ? when it is a bound value, the beginning of
/// one (servers cut long values off), or has one in it (composite keys). Values that have quotes in
/// them are found too. Errs on the side of hiding: a column that is named like a value is hidden.
///
/// Preconditions: `values` are the bound values as text. Complexity: O(message * values).
class redactor {
public:
    redactor(std::string_view message, std::span<const std::string> values)
        : message_{message}
        , values_{values} {}

    /// The message without the values.
    [[nodiscard]] std::string redacted() const {
        std::string text;
        std::size_t at = 0;
        while (at < message_.size()) {
            text += message_[at];
            const std::size_t begin = at + 1;
            at = begin;
            if (!opens(begin - 1)) continue;
            const std::size_t end = end_of_segment(begin);
            if (end == none) continue;
            text += is_told(begin, end) ? std::string_view{"?"} : between(begin, end);
            if (end < message_.size()) text += message_[end];
            at = end + 1;
        }
        return text;
    }

private:
    static constexpr std::size_t none = std::string_view::npos;

    /// The apostrophe of "doesn't" opens nothing.
    [[nodiscard]] bool opens(std::size_t at) const {
        const char c = message_[at];
        if (c != '\'' && c != '"') return false;
        return at == 0 || std::isalnum(static_cast<unsigned char>(message_[at - 1])) == 0;
    }

    [[nodiscard]] std::string_view between(std::size_t begin, std::size_t end) const {
        return message_.substr(begin, end - begin);
    }

    /// Where the segment's closing quote is; a value that itself has quotes moves it outward.
    [[nodiscard]] std::size_t end_of_segment(std::size_t begin) const {
        const char quote = message_[begin - 1];
        std::size_t end = message_.find(quote, begin);
        if (end == none) return starts_like_value(begin) ? message_.size() : none;
        for (bool moved = true; moved;) {
            moved = false;
            for (const auto& value : values_) {
                const std::size_t past = past_value(value, begin, end);
                if (past <= end) continue;
                end = std::min(message_.find(quote, past), message_.size());
                moved = true;
            }
        }
        return end;
    }

    /// The end of the value, or of as much of its beginning as was told, that starts in the
    /// segment.
    [[nodiscard]] std::size_t
    past_value(const std::string& value, std::size_t begin, std::size_t end) const {
        if (value.empty()) return 0;
        const std::size_t found = message_.find(value, begin);
        if (found < end) return found + value.size();
        const std::size_t same = common_start(value, begin);
        return begin + same > end ? begin + same : 0;
    }

    [[nodiscard]] std::size_t common_start(const std::string& value, std::size_t begin) const {
        const auto rest = message_.substr(begin);
        const auto [here, there] =
            std::mismatch(value.begin(), value.end(), rest.begin(), rest.end());
        return static_cast<std::size_t>(here - value.begin());
    }

    [[nodiscard]] bool starts_like_value(std::size_t begin) const {
        return std::ranges::any_of(
            values_, [&](const std::string& value) { return common_start(value, begin) > 0; });
    }

    [[nodiscard]] bool is_told(std::size_t begin, std::size_t end) const {
        auto segment = between(begin, end);
        if (segment.empty()) return false;
        auto shown = segment;
        if (shown.ends_with("...")) shown.remove_suffix(3);
        return end == message_.size() ||
               std::ranges::any_of(values_, [&](const std::string& value) {
                   return !value.empty() &&
                          (value.starts_with(shown) || segment.find(value) != none);
               });
    }

    std::string_view message_;
    std::span<const std::string> values_;
};

/// `redactor` as a function.
[[nodiscard]] inline std::string
redact(std::string_view message, std::span<const std::string> values) {
    return redactor{message, values}.redacted();
}

} // namespace cenote::db
