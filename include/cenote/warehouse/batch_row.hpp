#pragma once

#include <cenote/warehouse/arguments.hpp>
#include <cenote/warehouse/bad_query.hpp>
#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/record.hpp>
#include <cenote/warehouse/sql_token.hpp>

#include <concepts>
#include <cstddef>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace cenote::detail {

template <class Row>
concept tuple_like = requires { std::tuple_size<Row>::value; };

template <class Row>
concept sequence = std::ranges::input_range<Row> && !std::convertible_to<Row, std::string_view>;

/// Appends the parameters of one row of a batch, in the order of `names`; they point into `row`.
///
/// A described struct gives each placeholder its member of that name; tuples, arrays and vectors
/// give their elements in order; anything else is a row of one.
template <class Row>
void append_row(
    std::vector<parameter>& to, const Row& row, const std::vector<std::string_view>& names) {
    if constexpr (described<Row>) {
        for (const auto name : names)
            each_member(row, [&](const char* member, const auto& field) {
                if (name == member) to.emplace_back(field);
            });
    } else if constexpr (tuple_like<Row>) {
        std::apply([&to](const auto&... fields) { (to.emplace_back(fields), ...); }, row);
    } else if constexpr (sequence<Row>) {
        for (const auto& field : row)
            to.emplace_back(field);
    } else {
        to.emplace_back(row);
    }
}

/// Appends the parameters of row `number` of a batch, each with the name of its placeholder.
/// Throws `bad_query` if they are not as many as the placeholders, or do not fit the database.
template <class Row>
void append_named(
    std::vector<parameter>& to,
    const Row& row,
    std::size_t number,
    const std::vector<std::string_view>& names,
    sql::dialect whose) {
    const auto first = to.size();
    append_row(to, row, names);
    const auto added = std::span{to}.subspan(first);
    if (added.size() != names.size())
        throw bad_query{
            "query has " + std::to_string(names.size()) + " placeholder(s), but row " +
            std::to_string(number) + " has values for " + std::to_string(added.size())};
    for (std::size_t i = 0; i < names.size(); ++i) {
        added[i].name = names[i];
        check_passable(added[i], whose);
    }
}

} // namespace cenote::detail
