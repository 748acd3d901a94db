#pragma once

#include <cenote/db/connect_string_error.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cenote::db {

/// One `key=value` of a connection string, without quotes and escapes.
struct key_value {
    std::string key;
    std::string value;
};

/// How a backend writes its connection strings.
struct key_value_syntax {
    std::string_view backend; ///< For error texts.
    char quote{};             ///< What surrounds a value that has spaces.
    bool backslash{};         ///< Whether a backslash takes the next character as it is.
};

/// Reads the `key=value` pairs of a connection string, more strictly than SOCI: what SOCI would
/// silently take for something else is refused.
///
/// Thread-safety: one reader, one thread. Complexity: O(length).
class key_value_reader {
public:
    key_value_reader(key_value_syntax syntax, std::string_view text)
        : syntax_{syntax}
        , rest_{text} {}

    /// All pairs, in order. Throws `connect_string_error`.
    [[nodiscard]] std::vector<key_value> read() {
        std::vector<key_value> pairs;
        for (skip_spaces(); !rest_.empty(); skip_spaces()) {
            auto key = read_key();
            pairs.push_back({std::move(key), read_value()});
        }
        return pairs;
    }

private:
    static constexpr std::string_view spaces = " \t\n\v\f\r";
    static constexpr std::string_view key_characters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";

    [[noreturn]] void malformed() const {
        throw connect_string_error{
            syntax_.backend,
            "",
            "must be key=value pairs with spaces between them; quote a value that has spaces "
            "with " +
                std::string(1, syntax_.quote)};
    }

    [[nodiscard]] bool at(std::string_view characters) const {
        return !rest_.empty() && characters.find(rest_.front()) != std::string_view::npos;
    }

    char take() {
        if (rest_.empty()) malformed();
        const char front = rest_.front();
        rest_.remove_prefix(1);
        return front;
    }

    void skip_spaces() {
        while (at(spaces))
            take();
    }

    std::string read_key() {
        std::string key;
        while (at(key_characters))
            key += take();
        skip_spaces();
        if (key.empty() || take() != '=') malformed();
        skip_spaces();
        return key;
    }

    std::string read_value() {
        const bool quoted = at({&syntax_.quote, 1});
        if (quoted) take();
        std::string value;
        while (!ends(quoted)) {
            char next = take();
            if (next == syntax_.quote) malformed();
            if (next == '\\' && syntax_.backslash) next = take();
            value += next;
        }
        if (quoted) close();
        return value;
    }

    [[nodiscard]] bool ends(bool quoted) const {
        return quoted ? at({&syntax_.quote, 1}) : rest_.empty() || at(spaces);
    }

    void close() {
        take();
        if (!rest_.empty() && !at(spaces)) malformed();
    }

    key_value_syntax syntax_;
    std::string_view rest_;
};

} // namespace cenote::db
