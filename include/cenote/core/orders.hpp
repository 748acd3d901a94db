#pragma once

#include <cenote/base/time.hpp>

#include <cenote/core/place.hpp>
#include <cenote/core/ticket.hpp>

#include <boost/intrusive/list.hpp>
#include <boost/intrusive/list_hook.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace cenote::core {

/// A place in which a thread of the pool may open, and the last open that was begun there.
struct ordered_place : place, boost::intrusive::list_base_hook<> {
    ticket* by = nullptr;     ///< The caller it was begun for; null when that left, or for stock.
    std::uint64_t serial = 0; ///< Its number: a thread that returns with another comes too late.
    time_point overdue{};     ///< When it is to be abandoned.
};

/// The opens that threads of the pool have been told to make, and those that were given up.
///
/// Thread-safety: none, the ledger's lock guards it. Complexity: O(1), where nothing else is said.
class orders {
public:
    /// An open begins in `p`, for `by` if that is not null. All of a pool take equally long to be
    /// overdue, so that the first to begin is the first to be.
    void begin(ordered_place& p, ticket* by, time_point overdue) noexcept {
        p.by = by;
        p.overdue = overdue;
        ++p.serial;
        if (by != nullptr) by->order = &p;
        under_way_.push_back(p);
    }

    /// Gives the caller an open that was begun for one that has left, or for stock, if there is one.
    /// Complexity: O(under way).
    bool adopt(ticket& t) noexcept {
        for (ordered_place& p : under_way_) {
            if (p.by != nullptr) continue;
            p.by = &t;
            t.order = &p;
            return true;
        }
        return false;
    }

    /// The open in `p` has ended. Returns the caller it was made for, unless that has left.
    ticket* end(ordered_place& p) noexcept {
        under_way_.erase(under_way_.iterator_to(p));
        ticket* by = std::exchange(p.by, nullptr);
        if (by != nullptr) by->order = nullptr;
        return by;
    }

    /// The caller has no use any more for what is opened for it.
    static void withdraw(ticket& t) noexcept {
        if (t.order != nullptr) std::exchange(t.order, nullptr)->by = nullptr;
    }

    /// One that is overdue, or null.
    [[nodiscard]] ordered_place* overdue(time_point now) noexcept {
        if (next_overdue() > now) return nullptr;
        return &under_way_.front();
    }

    /// When the next one will be; `time_point::max()` when none is under way.
    [[nodiscard]] time_point next_overdue() const noexcept {
        if (under_way_.empty()) return time_point::max();
        return under_way_.front().overdue;
    }

    /// The thread that opens has been given up; the place is no longer its own.
    void abandon() noexcept { ++abandoned_; }

    /// A thread that was given up has come back.
    void come_back() noexcept { --abandoned_; }

    /// Threads that were given up and have not come back.
    [[nodiscard]] std::size_t abandoned() const noexcept { return abandoned_; }

private:
    boost::intrusive::list<ordered_place> under_way_;
    std::size_t abandoned_ = 0;
};

} // namespace cenote::core
