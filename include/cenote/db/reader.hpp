#pragma once

#include <cenote/db/cell.hpp>

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace cenote::db {

/// Sends a query and reads its rows while they are asked for, with the driver's own functions: SOCI
/// has the whole result in memory before it shows the first row, on all but SQLite.
///
/// | expression                  | returns       | throws  | meaning                             |
/// |-----------------------------|---------------|---------|-------------------------------------|
/// | `R(session, text, values, n)` | -           | `error` | sends; `values` are used up by then |
/// | `R::placeholder(k)`         | `string`      | -       | how `text` spells its kth, from 1   |
/// | `r.columns()`, `r.name(i)`  | as a `cursor` | never   | known from the start                |
/// | `r.next()`                  | `bool`        | `error` | moves to the next row, also to the first; false if there is none |
/// | `r.at(i)`                   | `cell`        | never   | field i of the current row          |
///
/// At most `n` rows, which is a thousand million at most, are in memory at a time. It may leave a transaction open, which is to be
/// rolled back after it was destroyed. It is to be destroyed before its session is given back.
///
/// Thread-safety: one thread at a time, the one that has the session.
template <class R>
concept reader = requires(R& moving, const R& resting, std::size_t i) {
    { R::placeholder(i) } -> std::same_as<std::string>;
    { resting.columns() } noexcept -> std::same_as<std::size_t>;
    { resting.name(i) } noexcept -> std::same_as<std::string_view>;
    { resting.at(i) } noexcept -> std::same_as<cell>;
    { moving.next() } -> std::same_as<bool>;
};

} // namespace cenote::db
