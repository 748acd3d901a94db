#pragma once

#include <cenote/base/error.hpp>
#include <cenote/base/occupancy.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/retry/gate.hpp>

#include <cenote/core/answer.hpp>
#include <cenote/core/orders.hpp>
#include <cenote/core/outbox.hpp>
#include <cenote/core/place.hpp>
#include <cenote/core/place_stack.hpp>
#include <cenote/core/stock.hpp>
#include <cenote/core/ticket.hpp>
#include <cenote/core/wait_queue.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace cenote::core {

/// What a ledger holds, and the steps that its events are made of; each leaves the book consistent.
///
/// Thread-safety: none. Complexity: O(1), but for passing over queued callers that back off.
template <class Waiting, class Opening, class Gate, class Commons>
class ledger_state {
public:
    /// Whether threads of the pool open, and not the callers.
    static constexpr bool detached = Opening::detached;

    /// A place as this ledger wants it.
    using seat = std::conditional_t<detached, ordered_place, place>;

    /// The policies, and what the places have in common, must outlive the ledger.
    ledger_state(Commons& all, const Waiting& waiting, const Opening& opening, Gate gate)
        : waiting_{waiting}
        , opening_{opening}
        , gate_{std::move(gate)}
        , stock_{all}
        , doomed_{all.size} {}

    /// Adds an empty place; only before the first caller comes. `p` must outlive the ledger.
    void add(seat& p) noexcept { stock_.add(p); }

    /// When `ledger::pass` may change something; `time_point::max()` for never.
    [[nodiscard]] time_point next_change() const noexcept {
        return std::min(gate_.next(), orders_.next_overdue());
    }

    [[nodiscard]] bool closed() const noexcept { return closed_; }

    /// No resource is open or being opened, and nobody waits.
    [[nodiscard]] bool drained() const noexcept {
        return stock_.open() + stock_.opening() + queue_.size() == 0;
    }

    /// Whether there is a resource in the place.
    [[nodiscard]] bool is_open(place& p) const noexcept {
        const auto now = stock_.state_of(p);
        return now == place::state::leased || now == place::state::idle;
    }

    [[nodiscard]] auto& epoch() noexcept { return stock_.epoch(); }

    [[nodiscard]] Gate& gate() noexcept { return gate_; }

    /// Whom to tell when the lock has been let go of.
    [[nodiscard]] core::outbox& outbox() noexcept { return outbox_; }

    [[nodiscard]] occupancy count() const noexcept {
        const std::size_t idle = stock_.idle();
        return {
            .open = stock_.open(),
            .idle = idle,
            .leased = stock_.open() - idle,
            .opening = stock_.opening(),
            .waiting = queue_.size(),
            .max_size = stock_.size(),
            .abandoned = orders_.abandoned()};
    }

protected:
    [[nodiscard]] bool room_to_open() const noexcept {
        if constexpr (detached)
            if (orders_.abandoned() >= opening_.most_abandoned()) return false;
        return stock_.opening() < std::min(opening_.at_once(), gate_.opens_at_once());
    }

    [[nodiscard]] bool can_open() const noexcept {
        return !closed_ && stock_.any_empty() && room_to_open();
    }

    /// What a caller lacked whose time is over.
    [[nodiscard]] errc lack() const noexcept {
        constexpr bool others_open = detached || !std::same_as<Gate, retry::no_gate>;
        return others_open && stock_.open() == 0 ? errc::open_failed : errc::exhausted;
    }

    [[nodiscard]] answer take_granted(ticket& t) noexcept {
        place& p = *std::exchange(t.granted, nullptr);
        if (stock_.state_of(p) == place::state::opening) return answer::open(p);
        answer next = answer::lend(p);
        next.newborn = std::exchange(t.newborn, false);
        return next;
    }

    [[nodiscard]] answer leave(ticket& t, answer next) noexcept {
        depart(t);
        wake_closers_when_drained();
        return next;
    }

    /// The same, with an idle one: who still waits must learn of it when it comes back.
    [[nodiscard]] answer leave_with(ticket& t, place& idle) noexcept {
        depart(t);
        if (!queue_.empty()) stock_.shelf().watch(idle);
        return answer::lend(idle);
    }

    /// Whether what comes back is the caller's, and not the first's who looks.
    [[nodiscard]] bool is_handed(const ticket& t) const noexcept {
        return t.by_hand || t.lost_races >= waiting_.patience();
    }

    void hand_over(ticket& t, place& p) noexcept {
        depart(t);
        if (!queue_.empty()) stock_.shelf().watch(p);
        t.granted = &p;
        t.wake(t, outbox_);
    }

    /// The ticket leaves the queue. What it was called for and has not looked at is the next one's.
    void depart(ticket& t) noexcept {
        queue_.leave(t);
        orders::withdraw(t);
        if (std::exchange(t.called, false)) call_next();
    }

    /// Something is idle: the oldest that has not been told so is on its way to take it.
    void call_next() noexcept {
        ticket* next = queue_.first_uncalled();
        if (next == nullptr) return;
        next->called = true;
        next->wake(*next, outbox_);
    }

    /// Where callers open, those that wait are given what room there is.
    void offer_places() noexcept {
        if (detached) return;
        while (can_open()) {
            ticket* next = queue_.first_to_open(true);
            if (next == nullptr) return;
            hand_over(*next, stock_.begin_open());
        }
    }

    void wake_closers_when_drained() noexcept {
        if (closed_ && drained()) closers_.wake_all(outbox_);
    }

    const Waiting& waiting_;
    const Opening& opening_;
    [[no_unique_address]] Gate gate_;
    stock<Commons> stock_;
    place_stack doomed_; // idle when the pool was closed, and not closed yet
    orders orders_;
    wait_queue queue_;
    wait_queue closers_;
    core::outbox outbox_;
    std::size_t to_stock_ = 0; // opens that upkeep wants and nobody waits for
    time_point now_{};
    bool closed_ = false;
};

} // namespace cenote::core
