#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/core/caller_events.hpp>
#include <cenote/core/orders.hpp>
#include <cenote/core/place.hpp>
#include <cenote/core/ticket.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <utility>

namespace cenote::core {

/// Who has which place, who waits, and who is next: the pool's book-keeping, and all of its
/// decisions about places.
///
/// Each function takes one event and answers what to do next, in one step that leaves the book
/// consistent: looking for a place and joining the queue are one call, so no wake-up can fall
/// between them. It holds no lock and reads no clock; it calls nothing of the user's but policies
/// that answer from their arguments. Wakes are left to the tickets.
///
/// Where `Opening` is detached, nobody is told to open: callers wait, and whatever an event has made
/// possible is then taken by `begin_order`, for a thread of the pool.
///
/// Thread-safety: none; the caller holds a lock around each call. Complexity: O(1), but for passing
/// over queued callers that back off, and where something else is said.
template <class Waiting, class Opening, class Gate, class Commons>
class ledger : public caller_events<Waiting, Opening, Gate, Commons> {
    using base = caller_events<Waiting, Opening, Gate, Commons>;

public:
    using base::detached;

    /// The policies, and what the places have in common, must outlive the ledger.
    ledger(Commons& all, const Waiting& waiting, const Opening& opening, Gate gate)
        : base{all, waiting, opening, std::move(gate)} {}

    /// Time has moved on to `now`: what is overdue is abandoned, and a gate may open. To be told
    /// before other events, wherever a gate or detached opening depend on the time.
    ///
    /// Returns how many opens were abandoned.
    std::size_t pass(time_point now) noexcept {
        now_ = now;
        gate_.pass(now);
        this->offer_places();
        std::size_t abandoned = 0;
        if constexpr (detached) {
            for (; ordered_place* late = orders_.overdue(now); ++abandoned) {
                orders_.abandon();
                order_failed(*late, fault::timed_out, nullptr, 0.0);
            }
        }
        return abandoned;
    }

    /// A thread of the pool is free to open: where, for the oldest waiter that may open and that no
    /// open under way can serve, or else for stock. Null when nothing is to be opened now.
    [[nodiscard]] ordered_place* begin_order(time_point overdue) noexcept
        requires detached
    {
        const bool in_need = stock_.open() == 0;
        ticket* next = queue_.first_to_open(in_need);
        while (next != nullptr && orders_.adopt(*next))
            next = queue_.first_to_open(in_need);
        if (!can_open() || (next == nullptr && to_stock_ == 0)) return nullptr;
        if (next == nullptr) --to_stock_;
        auto& p = static_cast<ordered_place&>(stock_.begin_open());
        orders_.begin(p, next, overdue);
        return &p;
    }

    /// Whether the open number `serial` in `p` still counts. False: it was abandoned, the place is
    /// another's, and what was opened must be closed.
    [[nodiscard]] bool counts(ordered_place& p, std::uint64_t serial) const noexcept {
        return stock_.state_of(p) == place::state::opening && p.serial == serial;
    }

    /// An abandoned open has ended.
    void came_back() noexcept { orders_.come_back(); }

    /// A thread of the pool opened a resource in `p`: the oldest waiter gets it, whoever it was
    /// opened for. False when the pool was closed meanwhile: the thread must take it out and vacate
    /// the place.
    [[nodiscard]] bool delivered(ordered_place& p) noexcept {
        orders_.end(p);
        stock_.opened(p);
        gate_.opened(now_);
        if (closed_) return false;
        if (queue_.empty()) {
            stock_.shelf().rest(p, true);
        } else {
            queue_.front().newborn = true;
            hand_over(queue_.front(), p);
        }
        return true;
    }

    /// A thread of the pool could not open in `p`. The caller that it was for is told, and backs off
    /// until it sets `may_open` again.
    void
    order_failed(ordered_place& p, fault what, std::exception_ptr cause, double draw) noexcept {
        ticket* by = orders_.end(p);
        stock_.vacate(p);
        this->open_failed(what, draw);
        if (by != nullptr) {
            by->failed = what;
            by->cause = std::move(cause);
            by->may_open = false;
            by->wake(*by, outbox_);
        }
        wake_closers_when_drained();
    }

    /// As many shall be opened for nobody as it takes to have `least` idle.
    void stock_up(std::size_t least) noexcept {
        const std::size_t have = stock_.idle() + stock_.opening();
        to_stock_ = least > have ? least - have : 0;
    }

    /// The same, for a caller that opens by itself: the next place to open in, or null.
    [[nodiscard]] place* begin_stock(std::size_t least) noexcept {
        stock_up(least);
        return std::exchange(to_stock_, 0) > 0 && can_open() ? &stock_.begin_open() : nullptr;
    }

    /// Takes one idle resource out, to be lent; null when there is none, or the pool is closed.
    [[nodiscard]] place* take() noexcept { return closed_ ? nullptr : stock_.shelf().take(); }

    /// One of what was idle when the pool was closed, for closing; null when there is none left.
    [[nodiscard]] place* take_idle() noexcept { return doomed_.empty() ? nullptr : &doomed_.pop(); }

    /// Takes out an idle resource that `fits(place)`; null when there is none, or the pool is closed.
    /// It is the one idle for longest, where the shelf knows which that is. Complexity: O(places).
    template <class Predicate>
    [[nodiscard]] place* take_idle(Predicate fits) noexcept {
        return closed_ ? nullptr : stock_.shelf().take_if(fits);
    }

    /// Stops admitting and wakes whoever waits, to be refused. What is idle is taken out in this one
    /// step, since some get it without the ledger; what is out comes back to the ledger.
    void close() noexcept {
        closed_ = true;
        while (place* p = stock_.shelf().take_or_watch())
            doomed_.push(*p);
        queue_.wake_all(outbox_);
    }

    /// Wakes `closer` when the last place is vacated after `close`, until `forget` is called.
    void tell_when_drained(ticket& closer) noexcept { closers_.join(closer); }

    void forget(ticket& closer) noexcept { closers_.leave(closer); }

    /// Wakes those who wait for the end, to look again.
    void wake_closers() noexcept { closers_.wake_all(outbox_); }

private:
    using base::can_open;
    using base::closed_;
    using base::closers_;
    using base::doomed_;
    using base::gate_;
    using base::hand_over;
    using base::leave;
    using base::now_;
    using base::orders_;
    using base::outbox_;
    using base::queue_;
    using base::stock_;
    using base::to_stock_;
    using base::wake_closers_when_drained;
};

} // namespace cenote::core
