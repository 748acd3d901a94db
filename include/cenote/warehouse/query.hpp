#pragma once

#include <cenote/warehouse/arguments.hpp>
#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/record.hpp>
#include <cenote/warehouse/rows.hpp>
#include <cenote/warehouse/send.hpp>
#include <cenote/warehouse/sql_scan.hpp>
#include <cenote/warehouse/table.hpp>

#include <concepts>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace cenote::detail {

/// Reads everything a statement returns into `rows`.
template <class Cursor, class Session>
[[nodiscard]] rows fetch_rows(
    Session& on,
    const std::string& text,
    const sql::outline& statement,
    std::span<const parameter> given) {
    return send<Cursor>(on, text, statement, given, [](Cursor& from, bool found, auto& sent) {
        auto read = std::make_shared<table>();
        read->names = table::names_of(from);
        for (bool more = found && from.columns() > 0; more; more = from.next())
            read->take(from);
        if (from.columns() == 0) read->affected = sent.get_affected_rows();
        return rows{std::move(read)};
    });
}

/// Reads everything a statement returns into values of type `T`.
template <class T, class Cursor, class Session>
[[nodiscard]] std::vector<T> fetch_records(
    Session& on,
    const std::string& text,
    const sql::outline& statement,
    std::span<const parameter> given) {
    return send<Cursor>(on, text, statement, given, [](Cursor& from, bool found, auto&) {
        const record<T> shape{table::names_of(from)};
        std::vector<T> read;
        for (; found; found = from.next())
            read.push_back(shape.read(from));
        return read;
    });
}

/// `rows`, or a vector of any other `T`.
template <class T>
using result = std::conditional_t<std::same_as<T, rows>, rows, std::vector<T>>;

/// Reads everything a statement returns into a `result<T>`.
template <class T, class Cursor, class Session>
[[nodiscard]] result<T> fetch(
    Session& on,
    const std::string& text,
    const sql::outline& statement,
    std::span<const parameter> given) {
    if constexpr (std::same_as<T, rows>)
        return fetch_rows<Cursor>(on, text, statement, given);
    else
        return fetch_records<T, Cursor>(on, text, statement, given);
}

} // namespace cenote::detail
