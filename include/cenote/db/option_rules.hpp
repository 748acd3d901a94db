#pragma once

#include <cenote/db/connect_string_error.hpp>
#include <cenote/db/key_values.hpp>

#include <algorithm>
#include <charconv>
#include <span>
#include <string_view>
#include <system_error>
#include <vector>

namespace cenote::db {

/// An option that SOCI knows, and the name it shares a value with ("pass" means "password").
struct known_option {
    std::string_view key;
    std::string_view means;
};

/// Throws `connect_string_error` for an option that is not among `known` or is given twice.
///
/// A key that follows the password is not named: it may be a piece of a password with spaces.
inline void refuse_unknown(
    std::string_view backend,
    std::span<const known_option> known,
    std::span<const key_value> given) {
    std::vector<std::string_view> seen;
    for (const auto& [key, value] : given) {
        const auto option = std::ranges::find(known, key, &known_option::key);
        if (option == known.end()) {
            if (std::ranges::count(seen, "password") > 0)
                throw connect_string_error{
                    backend, "", "has an unknown option after the password; quote what has spaces"};
            throw connect_string_error{backend, key, "is not an option SOCI knows"};
        }
        if (std::ranges::count(seen, option->means) > 0)
            throw connect_string_error{backend, key, "is given twice"};
        seen.push_back(option->means);
    }
}

/// The value as a whole number from 1 to `most`; throws `connect_string_error` when it is none.
[[nodiscard]] inline int
whole_number(std::string_view backend, std::string_view key, std::string_view value, int most) {
    int number = 0;
    const auto* end = value.data() + value.size();
    const auto [stopped, failure] = std::from_chars(value.data(), end, number);
    if (failure != std::errc{} || stopped != end || number < 1 || number > most)
        throw connect_string_error{
            backend, key, "must be a whole number from 1 to " + std::to_string(most)};
    return number;
}

/// The longest timeout a connection string may ask for: seconds, a day.
inline constexpr int longest_timeout = 86'400;

} // namespace cenote::db
