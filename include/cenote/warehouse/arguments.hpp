#pragma once

#include <cenote/warehouse/bad_query.hpp>
#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/sql_outline.hpp>
#include <cenote/warehouse/sql_token.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cenote {

namespace detail {

/// The names of the placeholders, each once, in the order in which they first appear.
[[nodiscard]] inline std::vector<std::string_view>
distinct_names(const std::vector<sql::placeholder>& placeholders) {
    std::vector<std::string_view> names;
    names.reserve(placeholders.size());
    for (const auto& one : placeholders)
        if (std::ranges::find(names, one.name) == names.end()) names.push_back(one.name);
    return names;
}

template <class Names, class Project>
std::string listed(const Names& names, Project spelled) {
    std::string text;
    for (const auto& one : names)
        text.append(text.empty() ? "" : ", ").append(spelled(one));
    return text.empty() ? "none" : text;
}

[[nodiscard]] inline std::string listed(std::span<const parameter> given) {
    return listed(given, [](const parameter& one) { return std::string{one.name}; });
}

[[nodiscard]] inline std::string listed(const std::vector<std::string_view>& names) {
    return listed(names, [](std::string_view one) { return ":" + std::string{one}; });
}

inline void match_in_order(const std::vector<std::string_view>& names, std::span<parameter> given) {
    if (names.size() != given.size())
        throw bad_query{
            "query has " + std::to_string(names.size()) + " placeholder(s) (" + listed(names) +
            "), but " + std::to_string(given.size()) + " argument(s) were given"};
    for (std::size_t i = 0; i < names.size(); ++i)
        given[i].name = names[i];
}

inline void match_by_name(const std::vector<std::string_view>& names, std::span<parameter> given) {
    const auto times = [given](std::string_view name) {
        return std::ranges::count(given, name, &parameter::name);
    };
    for (const auto name : names)
        if (times(name) == 0)
            throw bad_query{
                "query has :" + std::string{name} +
                ", no argument of that name; arguments: " + listed(given)};
    for (const auto& one : given) {
        const std::string name{one.name};
        if (times(one.name) > 1) throw bad_query{"two arguments have the name \"" + name + "\""};
        if (std::ranges::find(names, one.name) == names.end())
            throw bad_query{
                "argument \"" + name + "\" has no placeholder; placeholders: " + listed(names)};
    }
}

/// Refuses a value that the driver would quietly change.
inline void check_passable(const parameter& one, sql::dialect whose) {
    const auto refuse = [&one](const char* why) {
        throw bad_query{"argument \"" + std::string{one.name} + "\" " + why};
    };
    if (whose == sql::dialect::sqlite3 && one.is_beyond_signed())
        refuse("is larger than SQLite's largest number");
    if (whose == sql::dialect::postgresql && one.has_zero_byte())
        refuse("has a zero byte, which PostgreSQL's text cannot hold");
}

/// Refuses what is not exactly one statement.
inline void check_one(const sql::outline& statement) {
    if (statement.empty) throw bad_query{"the query is empty"};
    if (statement.several) throw bad_query{"the query has more than one statement"};
}

} // namespace detail

/// Finds out which argument is for which placeholder, and writes it into `parameter::name`.
///
/// Arguments either all have names, or are taken in the order in which the placeholders first
/// appear; a placeholder that appears twice takes one argument.
/// Throws: `bad_query` when they do not fit each other, or an argument does not fit the database,
/// naming names and never values.
inline void match(const sql::outline& statement, std::span<parameter> given, sql::dialect whose) {
    detail::check_one(statement);
    const auto unnamed = std::ranges::count_if(given, &std::string_view::empty, &parameter::name);
    if (unnamed != 0 && unnamed != std::ssize(given))
        throw bad_query{"some arguments have names and some have none: give names to all or none"};
    const auto names = detail::distinct_names(statement.placeholders);
    if (unnamed == 0 && !given.empty())
        detail::match_by_name(names, given);
    else
        detail::match_in_order(names, given);
    for (const auto& one : given)
        detail::check_passable(one, whose);
}

} // namespace cenote
