#pragma once

#include <cenote/core/place.hpp>

#include <concepts>
#include <cstddef>

namespace cenote::core {

/// Holds the places of a pool that are idle. Those of `threading::multi` are reached without the
/// ledger's lock by `take_last`, `take_any` and `put`; all else is called with it held.
///
/// | expression           | returns  | does                                                          |
/// |----------------------|----------|---------------------------------------------------------------|
/// | `S::open`            | `bool`   | constant: may callers do without the ledger?                  |
/// | `s.add(p)`           |          | takes in an empty place, before anything else is called       |
/// | `s.state_of(p)`      | `state`  | what the place is now; exact for who has it                   |
/// | `s.take()`           | `place*` | lends an idle one, or null                                    |
/// | `s.take_or_watch()`  | `place*` | the same; after null every return comes to the ledger         |
/// | `s.take_if(fits)`    | `place*` | lends an idle one that fits, or null; the others stay         |
/// | `s.watch(p)`         |          | its holder is to come to the ledger with it                   |
/// | `s.watch_leased()`   |          | so is that of every place that is out                         |
/// | `s.nobody_waits()`   |          | returns need not come to the ledger for anybody's sake        |
/// | `s.lend(p)`          |          | what was opened is in somebody's hands                        |
/// | `s.rest(p, before)`  |          | it is free: before the others, or after them                  |
/// | `s.clear(p, state)`  |          | there is nothing in the place: it is empty, or being filled   |
/// | `s.idle()`           | `size_t` | how many are idle; may be late where callers do without       |
///
/// No function throws or blocks.
/// Models: `locked_shelf`, `open_shelf`, `open_stack`.
template <class S>
concept shelf = std::constructible_from<S, std::size_t> &&
                requires(S& s, const S& c, place& p, bool (*fits)(const place&)) {
                    { S::open } -> std::convertible_to<bool>;
                    s.add(p);
                    { s.state_of(p) } -> std::same_as<place::state>;
                    { s.take() } -> std::same_as<place*>;
                    { s.take_or_watch() } -> std::same_as<place*>;
                    { s.take_if(fits) } -> std::same_as<place*>;
                    s.watch(p);
                    s.watch_leased();
                    s.nobody_waits();
                    s.lend(p);
                    s.rest(p, true);
                    s.clear(p, place::state::empty);
                    { c.idle() } -> std::same_as<std::size_t>;
                };

} // namespace cenote::core
