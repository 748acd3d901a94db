#pragma once

#include <cenote/base/time.hpp>

#include <cenote/db/among.hpp>
#include <cenote/db/mysql/session.hpp>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <string>
#include <string_view>

namespace cenote::db {

/// Whether a statement begins with a word after which SET STATEMENT is known to work. A comment
/// before it, a parenthesis, or another word is no reason to refuse it: it is only sent without.
[[nodiscard]] inline bool may_have_time_prefix(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    std::string word;
    for (const char c : text.substr(0, 8)) {
        const auto letter = static_cast<unsigned char>(c);
        if (std::isalpha(letter) == 0) break;
        word += static_cast<char>(std::tolower(letter));
    }
    return among<std::string_view>(
        word, {"select", "insert", "update", "delete", "replace", "with", "values"});
}

/// What to put before a statement so that MariaDB ends it at the session's deadline; empty for
/// nothing: there is no deadline, the server is no MariaDB, or the statement is of another kind.
///
/// The limit is part of the statement: no round trip, and nothing is left on the session. One that
/// the session or the server has already holds as well.
[[nodiscard]] inline std::string time_prefix(mysql_session& session, std::string_view text) {
    if (session.due == deadline::never() || !session.is_mariadb() || !may_have_time_prefix(text))
        return {};
    constexpr long long longest = 1'000LL * 31'536'000; // what the server takes: a year
    const auto left = std::max<duration>(
        session.due.left(std::chrono::steady_clock::now()), std::chrono::milliseconds{1});
    const auto whole = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    const auto most = std::to_string(std::min<long long>(whole, longest)) + " / 1000";
    return "SET STATEMENT max_statement_time = IF(@@max_statement_time > 0, "
           "LEAST(@@max_statement_time, " +
           most + "), " + most + ") FOR ";
}

} // namespace cenote::db
