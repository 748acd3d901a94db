#pragma once

#include <cenote/base/time.hpp>

#include <cenote/db/key_values.hpp>
#include <cenote/db/option_rules.hpp>

#include <soci/version.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cenote::db {

/// A connection string for SOCI's MySQL backend, checked: "host=db user=app password='it''s'".
///
/// Values may stand in single quotes; a backslash takes the next character as it is. Refused, with
/// a `connect_string_error` that names the key: what SOCI does not know, what is given twice, ports
/// and timeouts that are no positive whole numbers, and two options that do harm silently:
/// `reconnect` (a session that changes under its transaction) and `sslcert`/`sslkey` without
/// `sslca` (the connection would be plain text).
///
/// Thread-safety: immutable.
class mysql_connect_string {
public:
    explicit mysql_connect_string(std::string_view text)
        : options_{key_value_reader{{backend, '\'', true}, text}.read()} {
        refuse_unknown(backend, known, options_);
        refuse_traps();
        if (const auto* port = find("port")) check_number("port", *port, 65'535);
        for (const std::string_view key : {"read_timeout", "write_timeout"})
            if (const auto* value = find(key)) check_number(key, *value, longest_timeout);
        if (const auto* value = find("connect_timeout"))
            connect_timeout_ = whole_number(backend, "connect_timeout", *value, longest_timeout);
        std::erase_if(options_, [](const auto& o) { return o.key == "connect_timeout"; });
    }

    /// The string for SOCI, with a `connect_timeout` of what is left (whole seconds, rounded down,
    /// at least 1) unless the given one is shorter. `duration::max()` adds none.
    [[nodiscard]] std::string within(duration left) const {
        std::string text;
        for (const auto& [key, value] : options_)
            append(text, key, quoted(value));
        if (const auto timeout = seconds_for(left))
            append(text, "connect_timeout", std::to_string(*timeout));
        return text;
    }

    /// What must not show up in any text.
    [[nodiscard]] std::vector<std::string> secrets() const {
        std::vector<std::string> found;
        for (const auto& [key, value] : options_)
            if (key == "password" || key == "pass") found.push_back(value);
        return found;
    }

    /// The database a session starts in; empty for none.
    [[nodiscard]] std::string database() const {
        for (const std::string_view key : {"db", "dbname", "service"})
            if (const auto* value = find(key)) return *value;
        return {};
    }

    /// Whether LOAD DATA LOCAL was asked for by name.
    [[nodiscard]] bool local_infile() const {
        const auto* value = find("local_infile");
        return value != nullptr && *value == "1";
    }

private:
    static constexpr std::string_view backend = "mysql";
    static constexpr auto known = std::to_array<known_option>({
        {"host", "host"},
        {"port", "port"},
        {"user", "user"},
        {"pass", "password"},
        {"password", "password"},
        {"db", "db"},
        {"dbname", "db"},
        {"service", "db"},
        {"unix_socket", "unix_socket"},
        {"sslca", "sslca"},
        {"sslcert", "sslcert"},
        {"sslkey", "sslkey"},
        {"local_infile", "local_infile"},
        {"charset", "charset"},
        {"reconnect", "reconnect"},
        {"connect_timeout", "connect_timeout"},
        {"read_timeout", "read_timeout"},
        {"write_timeout", "write_timeout"},
#if SOCI_VERSION >= 400100
        {"ssl_mode", "ssl_mode"},
#endif
    });

    [[nodiscard]] const std::string* find(std::string_view key) const {
        const auto found = std::ranges::find(options_, key, &key_value::key);
        return found == options_.end() ? nullptr : &found->value;
    }

    void refuse_traps() const {
        if (find("reconnect"))
            throw connect_string_error{
                backend,
                "reconnect",
                "must be left out: the driver would change sessions in the middle of a "
                "transaction; the pool replaces lost sessions itself"};
        for (const std::string_view key : {"sslcert", "sslkey"})
            if (find(key) && !find("sslca"))
                throw connect_string_error{
                    backend, key, "needs \"sslca\": without it the connection is not encrypted"};
        if (const auto* value = find("local_infile"); value && *value != "0" && *value != "1")
            throw connect_string_error{backend, "local_infile", "must be 0 or 1"};
    }

    static void check_number(std::string_view key, const std::string& value, int most) {
        static_cast<void>(whole_number(backend, key, value, most));
    }

    [[nodiscard]] std::optional<int> seconds_for(duration left) const {
        if (left == duration::max()) return connect_timeout_;
        const auto whole = std::chrono::floor<std::chrono::seconds>(left).count();
        const int most = connect_timeout_.value_or(longest_timeout);
        return static_cast<int>(std::clamp<long long>(whole, 1, most));
    }

    static void append(std::string& text, std::string_view key, const std::string& value) {
        text.append(text.empty() ? "" : " ").append(key).append("=").append(value);
    }

    static std::string quoted(std::string_view value) {
        std::string text = "'";
        for (const char c : value) {
            if (c == '\'' || c == '\\') text += '\\';
            text += c;
        }
        return text + "'";
    }

    std::vector<key_value> options_; // without connect_timeout
    std::optional<int> connect_timeout_;
};

} // namespace cenote::db
