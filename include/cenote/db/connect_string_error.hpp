#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace cenote::db {

/// A connection string that is refused before anything is tried.
///
/// Names the key and the rule it breaks; never a value, since any value might hold a password.
class connect_string_error : public std::invalid_argument {
public:
    /// An empty `key` means that the string as a whole breaks the rule.
    connect_string_error(std::string_view backend, std::string_view key, std::string_view rule)
        : std::invalid_argument{tell(backend, key, rule)}
        , key_{key} {}

    /// The key that breaks the rule; empty if it is no single one.
    [[nodiscard]] const std::string& key() const noexcept { return key_; }

private:
    static std::string tell(std::string_view backend, std::string_view key, std::string_view rule) {
        std::string text{backend};
        text += " connection string: ";
        if (!key.empty()) text.append("\"").append(key).append("\" ");
        return text.append(rule);
    }

    std::string key_;
};

} // namespace cenote::db
