#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/upkeep/concept.hpp>
#include <cenote/policy/upkeep/every.hpp>

#include <cenote/asio/awaited_keeper.hpp>

#include <utility>

namespace cenote::upkeep {

/// `upkeep::every` as a timer on an executor of Boost.Asio instead of a thread of the pool. What would
/// block (opening, proving, closing) is done by the pool's `workers`, or awaited where the factory's
/// work is awaitable, so that then the pool has no thread at all.
///
/// The pool does not keep the executor's context running, but for a timer that is pending; when the
/// context goes, upkeep ends. Where the factory is awaited, `limits::min_idle` is opened by the first
/// round, which begins at once.
template <class Executor>
struct on : every {
    explicit on(Executor where, const every& how = {})
        : every{how}
        , executor{std::move(where)} {}

    Executor executor;

    /// Begins to look after what is idle in `house`. The executor goes to who does that, and with its
    /// context: the pool may stand for longer.
    template <class House>
    void begin(House& house) {
        awaited_keeper<House>::begin(house, std::move(executor));
    }
};

} // namespace cenote::upkeep
