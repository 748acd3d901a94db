#pragma once

#include <cenote/base/fault.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace cenote::db {

/// What a driver said, fit for a log: no SQL text, no bound values that SOCI appends, no password.
///
/// A server may still quote a value in its own words ("Duplicate entry 'x'"): see `redact`.
struct error_info {
    std::string code;    ///< "MySQL 1146", "SQLSTATE 42P01", "SQLite 5"; empty if there was none.
    std::string message; ///< The driver's words, in one line.
};

/// A failure of what cenote itself does on a session: cleaning it, committing, proving it.
///
/// `what()` tells what was being done, the driver's code and its words. It never holds a password.
class error : public std::runtime_error {
public:
    /// `doing` completes the sentence "cannot ...".
    error(fault kind, std::string_view doing, error_info info)
        : std::runtime_error{tell(doing, info)}
        , kind_{kind}
        , info_{std::move(info)} {}

    /// The class of the failure.
    [[nodiscard]] fault kind() const noexcept { return kind_; }

    /// The driver's code and words.
    [[nodiscard]] const error_info& info() const noexcept { return info_; }

private:
    static std::string tell(std::string_view doing, const error_info& info) {
        std::string text = "cannot " + std::string{doing};
        if (!info.code.empty()) text += ": " + info.code;
        if (!info.message.empty()) text += ": " + info.message;
        return text;
    }

    fault kind_;
    error_info info_;
};

/// There is no session: connecting failed, or there was no time left to try.
class open_error : public error {
public:
    using error::error;
};

/// The error of an action that its deadline ended, or that it left no time to begin.
template <class Error = error>
[[nodiscard]] Error timed_out(std::string_view doing) {
    return Error{fault::timed_out, doing, {.code = {}, .message = "out of time"}};
}

} // namespace cenote::db
