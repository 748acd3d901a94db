#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/core/outbox.hpp>
#include <cenote/core/place.hpp>

#include <boost/intrusive/list_hook.hpp>

#include <cstddef>
#include <exception>
#include <optional>

namespace cenote::core {

struct ordered_place;

/// One caller's stay in the wait queue. It lives in the caller's frame (or operation state), so
/// waiting allocates nothing; the ledger's lock guards all of it.
struct ticket : boost::intrusive::list_base_hook<> {
    /// Wakes the caller, or leaves word in the outbox; called under the ledger's lock, which the
    /// caller takes before it leaves, so the ticket cannot die under the waker's hands. Must not
    /// block.
    using waker = void (*)(ticket&, outbox&) noexcept;

    explicit ticket(waker w) noexcept
        : wake{w} {}

    waker wake;
    place* granted = nullptr;           ///< Handed over: the ticket has left the queue.
    ordered_place* order = nullptr;     ///< Where a thread of the pool opens for it.
    std::optional<fault> failed{};      ///< That open failed, and the caller has not looked yet.
    std::exception_ptr cause = nullptr; ///< What it threw, if it did.
    time_point looks_again = time_point::max(); ///< When it wakes to see what time has changed.
    std::size_t lost_races = 0;                 ///< How often it was called and came too late.
    bool called = false;    ///< Told that something is idle, and on its way to take it.
    bool may_open = true;   ///< An empty place is of use to it: false while it backs off.
    bool hesitates = false; ///< It would rather have what is given back than have one opened.
    bool newborn = false;   ///< What was granted has just been opened.
    bool by_hand = false;   ///< Handed what comes back, always: waking it costs next to nothing.
};

} // namespace cenote::core
