#pragma once

#include <cenote/core/place.hpp>

#include <boost/intrusive/list_hook.hpp>

#include <cstddef>

namespace cenote::core {

/// One caller's stay in the wait queue. It lives in the caller's frame (or operation state), so
/// waiting allocates nothing; the ledger's lock guards all of it.
struct ticket : boost::intrusive::list_base_hook<> {
    /// Wakes the caller; called under the ledger's lock, which the caller takes before it leaves,
    /// so the ticket cannot die under the waker's hands. Must not block.
    using waker = void (*)(ticket&) noexcept;

    explicit ticket(waker w) noexcept
        : wake{w} {}

    waker wake;
    place* granted = nullptr;   ///< Handed over: the ticket has left the queue.
    std::size_t lost_races = 0; ///< How often it was called and came too late.
    bool called = false;        ///< Told that something is idle, and on its way to take it.
    bool may_open = true;       ///< An empty place is of use to it: false while it backs off.
};

} // namespace cenote::core
