#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

namespace soci {
class statement;
}

namespace cenote::db {

/// A number whose digits all count (SQL's DECIMAL, NUMERIC), as the text the server sent.
struct decimal {
    std::string_view digits{};
};

/// One field of a result as the driver holds it; `std::monostate` is NULL. Text and digits point
/// into the driver's memory until the cursor moves on.
using cell = std::
    variant<std::monostate, bool, std::int64_t, std::uint64_t, double, decimal, std::string_view>;

/// Reads the result of an executed `soci::statement` from the driver itself.
///
/// SOCI's own dynamic `row` reads a SQLite INTEGER as 32 bits, DECIMAL as a double, SQLite's
/// expressions as text, and refuses MySQL's `SELECT NULL`; here every value arrives as it was sent.
///
/// | expression     | returns       | throws            | meaning |
/// |----------------|---------------|-------------------|-------------------------------------------|
/// | `C(statement)` | -             | -                 | after `statement.execute(true)` | |
/// `c.columns()`  | `size_t`      | never             | how many columns the result has, maybe 0  |
/// | `c.name(i)`    | `string_view` | never             | the name of column i | | `c.at(i)`      |
/// `cell`        | never             | field i of the current row                | | `c.next()` |
/// `bool`        | as `fetch()` does | moves to the next row, false if none      | |
/// `C::names_by_soci` | `bool`    | -                 | SOCI, not the driver, looks for `:name`   |
///
/// The first row, if `execute` found one, is current from the start.
template <class C>
concept cursor = requires(C& moving, const C& resting, soci::statement& executed, std::size_t i) {
    C{executed};
    { resting.columns() } noexcept -> std::same_as<std::size_t>;
    { resting.name(i) } noexcept -> std::same_as<std::string_view>;
    { resting.at(i) } noexcept -> std::same_as<cell>;
    { moving.next() } -> std::same_as<bool>;
    { C::names_by_soci } -> std::convertible_to<bool>;
};

} // namespace cenote::db
