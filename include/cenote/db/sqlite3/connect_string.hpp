#pragma once

#include <cenote/db/connect_string_error.hpp>
#include <cenote/db/key_values.hpp>
#include <cenote/db/option_rules.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace cenote::db {

/// A connection string for SOCI's SQLite backend, checked: a file name by itself, or
/// "db=file timeout=5 synchronous=normal". Values with spaces stand in double quotes.
///
/// Refused, with a `connect_string_error` that names the key: no database, where SOCI would make a
/// file with the whole string as its name; options SOCI does not know, which it would ignore; a
/// `timeout` that is no positive whole number of seconds (SOCI makes 0 of 0.5); and
/// `readonly=false`, which opens read-only, as any `readonly` does.
///
/// Thread-safety: immutable.
class sqlite3_connect_string {
public:
    explicit sqlite3_connect_string(std::string_view text) {
        if (is_file_name(text))
            options_.push_back({"dbname", std::string{text}});
        else
            options_ = key_value_reader{{backend, '"', false}, text}.read();
        refuse_unknown(backend, known, options_);
        for (const auto& [key, value] : options_)
            check(key, value);
        if (file_.empty())
            throw connect_string_error{backend, "db", "is missing: it names the database file"};
    }

    /// The string for SOCI, but for `synchronous`: where the file is locked while SOCI sets that, it
    /// throws without closing the file.
    [[nodiscard]] std::string text() const {
        std::string text;
        for (const auto& [key, value] : options_) {
            if (key == "synchronous") continue;
            const std::string_view quote = value.find(' ') == std::string::npos ? "" : "\"";
            text.append(text.empty() ? "" : " ").append(key).append("=");
            text.append(quote).append(value).append(quote);
        }
        return text;
    }

    /// The file, without what follows a ?, where a URI might hold a key.
    [[nodiscard]] std::string file() const { return file_.substr(0, file_.find('?')); }

    /// What `PRAGMA synchronous` is to be; empty for SQLite's default.
    [[nodiscard]] const std::string& synchronous() const noexcept { return synchronous_; }

    /// How long a statement waits for a lock: milliseconds, 0 for not at all.
    [[nodiscard]] int busy_timeout() const noexcept { return busy_timeout_; }

private:
    static constexpr std::string_view backend = "sqlite3";
    static constexpr auto known = std::to_array<known_option>({
        {"db", "db"},
        {"dbname", "db"},
        {"timeout", "timeout"},
        {"synchronous", "synchronous"},
        {"readonly", "readonly"},
        {"shared_cache", "shared_cache"},
        {"vfs", "vfs"},
    });

    // A = that follows anything but a plain word belongs to a path or a URI.
    static bool is_file_name(std::string_view text) {
        const auto before = text.substr(0, text.find('='));
        return !text.empty() && (before.size() == text.size() ||
                                 before.find_first_of("/:?.") != std::string_view::npos);
    }

    void check(const std::string& key, const std::string& value) {
        if (value.empty()) refuse(key, "must have a value");
        if (value.front() == ' ' || value.find('"') != std::string::npos)
            refuse(key, "must neither begin with a space nor hold a double quote");
        if (key == "db" || key == "dbname") file_ = value;
        if (key == "timeout")
            busy_timeout_ = 1000 * whole_number(backend, key, value, longest_timeout);
        if (key == "synchronous") {
            allow(key, value, {"off", "normal", "full", "extra"});
            synchronous_ = value;
        }
        if (key == "readonly" || key == "shared_cache") allow(key, value, {"true"});
    }

    [[noreturn]] static void refuse(const std::string& key, const std::string& rule) {
        throw connect_string_error{backend, key, rule};
    }

    static void allow(
        const std::string& key,
        const std::string& value,
        std::initializer_list<std::string_view> allowed) {
        if (std::ranges::find(allowed, value) != allowed.end()) return;
        std::string rule = "must be left out or be";
        for (const auto one : allowed)
            rule.append(" ").append(one);
        refuse(key, rule);
    }

    std::vector<key_value> options_;
    std::string file_;
    std::string synchronous_;
    int busy_timeout_ = 0;
};

} // namespace cenote::db
