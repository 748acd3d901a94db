#pragma once

#include <cenote/db/overdue.hpp>
#include <cenote/warehouse/bad_query.hpp>
#include <cenote/warehouse/binding.hpp>
#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/sql_outline.hpp>

#include <soci/soci.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

namespace cenote::detail {

/// Refuses a statement in which SOCI sees other placeholders than there are: it knows only the
/// simplest of quotes, and would put a value into the middle of a comment or a string.
inline void check_names(soci::statement& prepared, const sql::outline& statement) {
    auto& backend = *prepared.get_backend();
    std::size_t i = 0;
    try {
        for (;; ++i) {
            const auto found = backend.get_parameter_name(static_cast<int>(i));
            if (i == statement.placeholders.size() || found != statement.placeholders[i].name)
                break;
        }
    } catch (const std::out_of_range&) { // how SOCI says that there are no more
        if (i == statement.placeholders.size()) return;
    }
    throw bad_query{
        "SOCI takes a quote or a colon inside a comment or string of this query for a placeholder; "
        "leave the comment out, or pass the text as an argument"};
}

/// Prepares a statement, if there is time left, with what makes the server end it at a deadline of the session's, where
/// that is a matter of its text.
template <class Session>
void prepare_timed(
    Session& on,
    soci::statement& sent,
    const std::string& text,
    soci::details::statement_type how_often) {
    db::check_due(on);
    if constexpr (requires { time_prefix(on, text); })
        if (const auto prefix = time_prefix(on, text); !prefix.empty())
            return sent.prepare(prefix + text, how_often);
    sent.prepare(text, how_often);
}

/// Sends a statement and returns `take(cursor, found, statement)`, where `found` says whether there
/// is a first row. Nothing of the statement is left on the session afterwards.
///
/// Parameters that the statement has no placeholder for are left out. Throws what SOCI throws, and
/// `bad_query` before anything was sent.
template <class Cursor, class Session, class Take>
auto send(
    Session& on,
    const std::string& text,
    const sql::outline& statement,
    std::span<const parameter> given,
    Take take) {
    soci::statement sent{on};
    binding bound{sent};
    sent.alloc();
    for (const auto& one : given)
        if (std::ranges::find(statement.placeholders, one.name, &sql::placeholder::name) !=
            statement.placeholders.end())
            bound.bind(one, std::string{one.name});
    prepare_timed(on, sent, text, soci::details::st_one_time_query);
    if (statement.trap && Cursor::names_by_soci) check_names(sent, statement);
    sent.define_and_bind();
    const bool found = sent.execute(true);
    Cursor read{sent};
    return take(read, found, sent);
}

} // namespace cenote::detail
