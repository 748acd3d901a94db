#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/text.hpp>
#include <cenote/base/time.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace cenote {

/// The story of a query that failed.
struct query_failure {
    fault what{};          ///< Class of the last failure.
    std::string code{};    ///< The driver's code: "SQLite 1", "MySQL 1146", "SQLSTATE 42P01".
    std::string message{}; ///< The driver's words, without bound values.
    std::string sql{};     ///< The query as the caller wrote it: placeholders, no values.
    unsigned attempts{1};  ///< How often it was sent.
    duration took{};       ///< From the call to the last failure.
    bool at_commit{};      ///< All was sent; the transaction's COMMIT failed.
    bool unsure{};         ///< It may have taken effect: the answer, not the query, was lost.
    bool cancelled{};      ///< The caller had it ended before its time; `what` is `timed_out` then.
    std::optional<std::size_t> row{};       ///< Of a batch: the first row that fails, from 0.
    std::optional<std::size_t> statement{}; ///< Of a list of statements: the one, from 0.
    std::vector<std::string> values{};      ///< What was bound; empty unless `show_values` is on.
};

/// Thrown when a query failed on a connection. `what()` tells the whole story in one line, without
/// bound values and without passwords.
class query_error : public std::runtime_error {
public:
    explicit query_error(query_failure failure)
        : std::runtime_error{tell(failure)}
        , failure_{std::move(failure)} {}

    /// All that is known, as values.
    [[nodiscard]] const query_failure& failure() const noexcept { return failure_; }

    /// The class of the failure.
    [[nodiscard]] fault kind() const noexcept { return failure_.what; }

private:
    static std::string tell(const query_failure& f) {
        std::string text = f.at_commit ? "commit failed" : "query failed";
        if (f.statement) text += " in statement " + std::to_string(*f.statement);
        if (f.row) text += " in row " + std::to_string(*f.row);
        text += ": " + (f.code.empty() ? "" : f.code + ": ") + f.message;
        text += " [" + std::string{f.cancelled ? "cancelled" : to_string(f.what)};
        text += f.attempts == 1 ? "" : ", sent " + std::to_string(f.attempts) + " times";
        text += ", " + to_text(std::chrono::floor<std::chrono::microseconds>(f.took)) + "]";
        if (f.unsure) text += "; it may have taken effect";
        if (f.unsure && f.attempts == 1 && !f.cancelled) text += ", so it was not repeated";
        text += "; query: " + f.sql;
        for (std::size_t i = 0; i < f.values.size(); ++i)
            text += (i == 0 ? "; values: " : ", ") + f.values[i];
        return text;
    }

    query_failure failure_;
};

} // namespace cenote
