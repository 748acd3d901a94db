#pragma once

#include <cenote/base/occupancy.hpp>

#include <cenote/core/answer.hpp>
#include <cenote/core/generations.hpp>
#include <cenote/core/place_stack.hpp>
#include <cenote/core/ticket.hpp>
#include <cenote/core/wait_queue.hpp>

#include <cstddef>
#include <utility>

namespace cenote::core {

/// Who has which place, who waits, and who is next: the pool's book-keeping, and all of its
/// decisions about places.
///
/// Each function takes one event and answers what to do next, in one step that leaves the book
/// consistent: looking for a place and joining the queue are one call, so no wake-up can fall
/// between them. It holds no lock, reads no clock, and calls nothing of the user's but `Waiting`,
/// whose two functions answer from their arguments; wakes are left to the tickets.
///
/// Thread-safety: none; the caller holds a lock around each call. Complexity: O(1), but for passing
/// over queued callers that back off.
template <class Waiting>
class ledger {
public:
    /// `waiting` must outlive the ledger.
    explicit ledger(const Waiting& waiting) noexcept
        : waiting_{waiting} {}

    /// Adds an empty place; only before the first caller comes. `p` must outlive the ledger.
    void add(place& p) noexcept {
        empty_.push(p);
        ++size_;
    }

    /// A caller wants a resource and has nothing idle to lose by not waiting: lend or refuse.
    [[nodiscard]] answer look() noexcept {
        if (closed_) return answer::refuse(errc::closed);
        return idle_.empty() ? answer::refuse(errc::exhausted) : lend_idle();
    }

    /// A caller wants a resource. On `wait` its ticket is in the queue.
    [[nodiscard]] answer ask(ticket& t) noexcept {
        if (closed_) return answer::refuse(errc::closed);
        if (!idle_.empty()) return lend_idle();
        if (!empty_.empty()) return open_empty();
        if (!waiting_.admits(queue_.size()))
            return answer::refuse(queue_.empty() ? errc::exhausted : errc::queue_full);
        queue_.join(t);
        return answer::wait();
    }

    /// A caller whose open failed backs off: it waits for a returned resource only, until it comes
    /// back with `may_open` set again.
    [[nodiscard]] answer back_off(ticket& t) noexcept {
        if (closed_) return answer::refuse(errc::closed);
        if (!idle_.empty()) return lend_idle();
        t.may_open = false;
        queue_.join(t);
        return answer::wait();
    }

    /// A waiting caller is awake: because it was woken, because its backing off is over, or
    /// because its deadline has passed (`too_late`). Unless the answer is `wait`, it has left.
    [[nodiscard]] answer resume(ticket& t, bool too_late) noexcept {
        if (t.granted != nullptr) return take_granted(t);
        if (closed_) return leave(t, answer::refuse(errc::closed));
        const bool called = std::exchange(t.called, false);
        // Who was not called has no turn yet, but would rather jump it than fail.
        if ((called || too_late) && !idle_.empty()) return leave(t, lend_idle());
        if (called) ++t.lost_races;
        if (t.may_open && !empty_.empty()) return leave(t, open_empty());
        return too_late ? leave(t, answer::refuse(errc::exhausted)) : answer::wait();
    }

    /// The resource in `p`, the caller's, was unfit and has been taken out. The caller is served at
    /// once: with another idle one if it would rather have that, else by opening one here.
    [[nodiscard]] answer replace(place& p, bool rather_idle) noexcept {
        if (closed_ || (rather_idle && !idle_.empty())) {
            vacate(p);
            return closed_ ? answer::refuse(errc::closed) : lend_idle();
        }
        move(p, place::state::opening);
        return answer::open(p);
    }

    /// A resource was opened in `p`; the caller has it now. False when the pool was closed
    /// meanwhile: the caller must take it out and vacate the place.
    [[nodiscard]] bool opened(place& p) noexcept {
        move(p, place::state::leased);
        return !closed_;
    }

    /// A resource is given back, fit for the next. False when it must not be kept: the caller takes
    /// it out and vacates the place.
    [[nodiscard]] bool give_back(place& p) noexcept {
        if (closed_ || generations_.of(p) == standing::retired) return false;
        if (!queue_.empty() && queue_.front().lost_races >= waiting_.patience()) {
            hand_over(queue_.front(), p);
            return true;
        }
        move(p, place::state::idle);
        idle_.push(p);
        if (ticket* next = queue_.first_uncalled()) {
            next->called = true;
            next->wake(*next);
        }
        return true;
    }

    /// A place has no resource any more (closed, or never opened): whoever waits and may open gets
    /// it, so that a failed open never leaves a waiter with nothing to wait for.
    void vacate(place& p) noexcept {
        if (ticket* next = closed_ ? nullptr : queue_.first_to_open()) {
            move(p, place::state::opening);
            hand_over(*next, p);
            return;
        }
        move(p, place::state::empty);
        empty_.push(p);
        wake_closers_when_drained();
    }

    /// Takes one idle resource out, for closing; null when there is none.
    [[nodiscard]] place* take_idle() noexcept {
        return idle_.empty() ? nullptr : lend_idle().where;
    }

    /// Stops admitting and wakes whoever waits, to be refused.
    void close() noexcept {
        closed_ = true;
        queue_.wake_all();
    }

    /// Wakes `closer` when the last place is vacated after `close`, until `forget` is called.
    void tell_when_drained(ticket& closer) noexcept { closers_.join(closer); }

    void forget(ticket& closer) noexcept { closers_.leave(closer); }

    [[nodiscard]] bool closed() const noexcept { return closed_; }

    /// No resource is open or being opened outside the idle set, and nobody waits.
    [[nodiscard]] bool drained() const noexcept { return leased_ + opening_ + queue_.size() == 0; }

    [[nodiscard]] generations& epoch() noexcept { return generations_; }

    [[nodiscard]] occupancy count() const noexcept {
        return {
            .open = idle_.size() + leased_,
            .idle = idle_.size(),
            .leased = leased_,
            .opening = opening_,
            .waiting = queue_.size(),
            .max_size = size_};
    }

private:
    [[nodiscard]] answer lend_idle() noexcept {
        place& p = idle_.pop();
        move(p, place::state::leased);
        return answer::lend(p, generations_.of(p));
    }

    [[nodiscard]] answer open_empty() noexcept {
        place& p = empty_.pop();
        move(p, place::state::opening);
        return answer::open(p);
    }

    [[nodiscard]] answer take_granted(ticket& t) noexcept {
        place& p = *std::exchange(t.granted, nullptr);
        return p.now == place::state::opening ? answer::open(p)
                                              : answer::lend(p, generations_.of(p));
    }

    [[nodiscard]] answer leave(ticket& t, answer next) noexcept {
        queue_.leave(t);
        wake_closers_when_drained();
        return next;
    }

    void hand_over(ticket& t, place& p) noexcept {
        queue_.leave(t);
        t.granted = &p;
        t.wake(t);
    }

    void wake_closers_when_drained() noexcept {
        if (closed_ && drained()) closers_.wake_all();
    }

    void move(place& p, place::state to) noexcept {
        // Of the generation in which the opening began: a refresh meanwhile was not meant for what
        // comes after it, but this one may have been opened before.
        if (to == place::state::opening) p.generation = generations_.now();
        leased_ -= p.now == place::state::leased ? 1U : 0U;
        opening_ -= p.now == place::state::opening ? 1U : 0U;
        leased_ += to == place::state::leased ? 1U : 0U;
        opening_ += to == place::state::opening ? 1U : 0U;
        p.now = to;
    }

    const Waiting& waiting_;
    generations generations_;
    place_stack idle_;
    place_stack empty_;
    wait_queue queue_;
    wait_queue closers_;
    std::size_t size_ = 0;
    std::size_t leased_ = 0;
    std::size_t opening_ = 0;
    bool closed_ = false;
};

} // namespace cenote::core
