#pragma once

#include <cenote/base/time.hpp>

#include <cenote/db/connect_string_error.hpp>
#include <cenote/db/one_line.hpp>
#include <cenote/db/option_rules.hpp>

#include <libpq-fe.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cenote::db {

/// A connection string for libpq, checked: key=value pairs or a URI, as libpq documents them.
///
/// SOCI cuts such strings up and joins them again, which changes quoted values with several spaces
/// and breaks most URIs. So libpq reads the string here, and SOCI is given a URI that says the same
/// with every value percent-encoded, which passes unchanged.
///
/// Refused, with a `connect_string_error`: what libpq refuses; SOCI's `singlerow(s)`, which breaks
/// some statements; and a `connect_timeout` that is no positive whole number (libpq would wait for
/// ever).
///
/// Thread-safety: immutable.
class postgresql_connect_string {
public:
    explicit postgresql_connect_string(const std::string& text) {
        char* words = nullptr;
        const options parsed{PQconninfoParse(text.c_str(), &words), &PQconninfoFree};
        const std::unique_ptr<char, void (*)(void*)> said{words, &PQfreemem};
        if (!parsed) refuse(text, words);
        for (auto* option = parsed.get(); option->keyword != nullptr; ++option)
            if (option->val != nullptr) add(*option);
    }

    /// The URI for SOCI, with a `connect_timeout` of what is left (whole seconds, rounded down,
    /// divided among the hosts, at least 2: libpq makes 2 of 1) unless the given one is shorter.
    /// `duration::max()` adds none.
    [[nodiscard]] std::string within(duration left) const {
        std::string text = uri_;
        if (const auto timeout = seconds_for(left))
            append(text, "connect_timeout", std::to_string(*timeout));
        return text;
    }

    /// What must not show up in any text.
    [[nodiscard]] const std::vector<std::string>& secrets() const noexcept { return secrets_; }

private:
    using options = std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)>;

    static constexpr std::string_view backend = "postgresql";

    [[noreturn]] static void refuse(const std::string& text, const char* words) {
        if (text.find("singlerow") != std::string::npos)
            throw connect_string_error{
                backend, "singlerow", "must be left out: it breaks statements such as SHOW"};
        // libpq quotes what it does not understand, which may be a piece of a password.
        const bool told = words != nullptr && text.find("pass") == std::string::npos &&
                          text.find("://") == std::string::npos;
        throw connect_string_error{
            backend,
            "",
            "is malformed: " + (told ? one_line(words)
                                     : std::string{"write key=value pairs or a URI as libpq "
                                                   "documents them; quote values with spaces"})};
    }

    void add(const PQconninfoOption& option) {
        const std::string_view key = option.keyword;
        if (key == "connect_timeout") {
            connect_timeout_ = whole_number(backend, key, option.val, longest_timeout);
            return;
        }
        append(uri_, key, option.val);
        if (option.dispchar != nullptr && *option.dispchar == '*') remember_secret(option.val);
        if (key == "host" || key == "hostaddr")
            hosts_ = std::max<long long>(
                hosts_, 1 + std::ranges::count(std::string_view{option.val}, ','));
    }

    void remember_secret(const std::string& secret) {
        secrets_.push_back(secret);
        std::string encoded;
        encode(encoded, secret);
        if (encoded != secret) secrets_.push_back(std::move(encoded));
    }

    [[nodiscard]] std::optional<int> seconds_for(duration left) const {
        if (left == duration::max()) return connect_timeout_;
        const long long whole = std::chrono::floor<std::chrono::seconds>(left).count() / hosts_;
        const int most = std::max(2, connect_timeout_.value_or(longest_timeout));
        return static_cast<int>(std::clamp<long long>(whole, 2, most));
    }

    static void append(std::string& uri, std::string_view key, std::string_view value) {
        uri.append(uri.empty() ? "postgresql:///?" : "&").append(key).append("=");
        encode(uri, value);
    }

    static void encode(std::string& text, std::string_view value) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        constexpr std::string_view plain =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
        for (const char c : value) {
            const auto byte = static_cast<unsigned char>(c);
            if (plain.find(c) != std::string_view::npos)
                text += c;
            else
                text.append("%").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
        }
    }

    std::string uri_; // without connect_timeout
    std::vector<std::string> secrets_;
    std::optional<int> connect_timeout_;
    long long hosts_ = 1;
};

} // namespace cenote::db
