#pragma once

#include <cenote/warehouse/bad_query.hpp>
#include <cenote/warehouse/page.hpp>
#include <cenote/warehouse/sql_outline.hpp>
#include <cenote/warehouse/sql_token.hpp>
#include <cenote/warehouse/sql_tokens.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace cenote::detail {

/// The placeholder that `following_page` adds.
inline constexpr std::string_view after_name = "cenote_after";

/// Refuses what cannot be cut into pages. Throws `bad_page`.
inline void check_pageable(const sql::outline& statement) {
    if (!statement.read) throw bad_page{"only a plain SELECT can be read page by page"};
    if (!statement.order_by)
        throw bad_page{
            "the query has no ORDER BY: without an order of their own, rows may come up on two "
            "pages or on none"};
    if (statement.limited)
        throw bad_page{"the query has a LIMIT of its own; leave the limiting to the page"};
}

[[nodiscard]] inline std::string
page_of(std::string_view text, const sql::outline& statement, const page& wanted) {
    return std::string{text.substr(0, statement.end)} + " limit " + std::to_string(wanted.size) +
           " offset " + std::to_string((wanted.number - 1) * wanted.size);
}

/// The statement without its order, as a table.
[[nodiscard]] inline std::string as_table(std::string_view text, const sql::outline& statement) {
    return "(" + std::string{text.substr(0, *statement.order_by)} + ") cenote_page";
}

[[nodiscard]] inline std::string count_of(std::string_view text, const sql::outline& statement) {
    return "select count(*) from " + as_table(text, statement);
}

/// The one column that a statement is ordered by.
struct ordering {
    std::string_view column{}; ///< As written, without a table's name before it.
    bool descending{};

    /// Throws `bad_page` if the order is not one bare column.
    [[nodiscard]] static ordering
    of(std::string_view text, const sql::outline& statement, sql::dialect whose) {
        const auto clause = text.substr(0, statement.end).substr(*statement.order_by);
        sql::tokens tokens{clause, whose};
        (void)tokens.next(); // order
        (void)tokens.next(); // by
        ordering found;
        auto next = tokens.next();
        for (;; next = tokens.next()) {
            if (next.kind != sql::token_kind::word && next.kind != sql::token_kind::quoted)
                refuse();
            found.column = next.text;
            next = tokens.next();
            if (!sql::is(next, '.')) break;
        }
        found.descending = sql::is(next, "desc");
        if (found.descending || sql::is(next, "asc")) next = tokens.next();
        if (next.kind != sql::token_kind::end) refuse();
        return found;
    }

    /// Whether it is the column that the caller named, with or without quotes.
    [[nodiscard]] bool is_by(std::string_view name) const noexcept {
        return column == name ||
               (column.size() == name.size() + 2 && column.substr(1, name.size()) == name);
    }

private:
    [[noreturn]] static void refuse() {
        throw bad_page{
            "pages by page_after need a query with ORDER BY one column, and nothing else, that no "
            "two rows have the same value in"};
    }
};

[[nodiscard]] inline std::string following_page(
    std::string_view text,
    const sql::outline& statement,
    sql::dialect whose,
    const page_after& wanted) {
    const auto order = ordering::of(text, statement, whose);
    if (!order.is_by(wanted.column))
        throw bad_page{
            "page_after names column \"" + wanted.column + "\", but the query has ORDER BY " +
            std::string{order.column}};
    const std::string column{order.column};
    std::string page = "select * from " + as_table(text, statement);
    if (!wanted.after.is_null())
        page += " where " + column + (order.descending ? " < :" : " > :") + std::string{after_name};
    page += " order by " + column + (order.descending ? " desc" : "");
    return page + " limit " + std::to_string(wanted.size + 1); // one more shows if there is a next
}

} // namespace cenote::detail
