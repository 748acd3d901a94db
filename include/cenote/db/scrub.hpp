#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace cenote::db {

/// The text with every occurrence of every secret replaced by "***". Empty secrets are no secrets.
///
/// Complexity: O(text * secrets).
[[nodiscard]] inline std::string scrub(std::string text, std::span<const std::string> secrets) {
    constexpr std::string_view mask = "***";
    for (const auto& secret : secrets) {
        if (secret.empty()) continue;
        for (std::size_t at = text.find(secret); at != std::string::npos;
             at = text.find(secret, at + mask.size()))
            text.replace(at, secret.size(), mask);
    }
    return text;
}

} // namespace cenote::db
