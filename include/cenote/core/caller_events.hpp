#pragma once

#include <cenote/base/error.hpp>
#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/core/answer.hpp>
#include <cenote/core/ledger_state.hpp>
#include <cenote/core/place.hpp>
#include <cenote/core/standing.hpp>
#include <cenote/core/ticket.hpp>

#include <utility>

namespace cenote::core {

/// The events of a ledger that callers bring about.
template <class Waiting, class Opening, class Gate, class Commons>
class caller_events : public ledger_state<Waiting, Opening, Gate, Commons> {
    using base = ledger_state<Waiting, Opening, Gate, Commons>;

public:
    using base::base;
    using base::detached;

    /// A caller wants a resource and has nothing idle to lose by not waiting: lend or refuse.
    [[nodiscard]] answer look() noexcept {
        if (closed_) return answer::refuse(errc::closed);
        place* idle = stock_.shelf().take();
        return idle == nullptr ? answer::refuse(errc::exhausted) : answer::lend(*idle);
    }

    /// A caller wants a resource. On `wait` its ticket is in the queue. Where threads of the pool open
    /// it hesitates, until it says otherwise, or nothing is open that it could get instead.
    [[nodiscard]] answer ask(ticket& t) noexcept {
        if (closed_) return answer::refuse(errc::closed);
        const bool opens = !detached && can_open(); // and then it does not wait
        if (place* idle = opens ? stock_.shelf().take() : stock_.shelf().take_or_watch())
            return answer::lend(*idle);
        if (opens) return answer::open(stock_.begin_open());
        if (!can_open()) {
            if (gate_.refuses()) return answer::refuse(errc::breaker_open);
            if (!waiting_.admits(queue_.size()))
                return answer::refuse(queue_.empty() ? errc::exhausted : errc::queue_full);
        }
        t.hesitates = detached;
        queue_.join(t);
        return answer::wait();
    }

    /// A caller in the queue goes to sleep. Returns when it must wake to see what time has changed.
    [[nodiscard]] time_point sleep(ticket& t) const noexcept {
        return t.looks_again = this->next_change();
    }

    /// To be called after events, where something depends on the time: sees to it that the oldest
    /// waiter will be awake at the next change, so that none is missed though nobody else comes.
    void remind() noexcept {
        if (queue_.empty() || queue_.front().looks_again <= this->next_change()) return;
        queue_.front().looks_again = this->next_change();
        queue_.front().wake(queue_.front(), outbox_);
    }

    /// A caller whose own open failed backs off: it waits for a returned resource only, until it
    /// comes back with `may_open` set again.
    [[nodiscard]] answer back_off(ticket& t) noexcept {
        if (closed_) return answer::refuse(errc::closed);
        if (place* idle = stock_.shelf().take_or_watch()) return answer::lend(*idle);
        if (gate_.refuses()) return answer::refuse(errc::breaker_open);
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
        // Who was not called has no turn yet, but would rather jump it than fail; and whose open has
        // failed may have joined without looking, and would not be called for what is idle.
        if (called || too_late || t.failed)
            if (place* idle = stock_.shelf().take_or_watch()) return leave_with(t, *idle);
        if (called) ++t.lost_races;
        if (!detached && t.may_open && can_open())
            return leave(t, answer::open(stock_.begin_open()));
        if (gate_.refuses() && t.order == nullptr && !can_open())
            return leave(t, answer::refuse(errc::breaker_open));
        return too_late ? leave(t, answer::refuse(lack())) : answer::wait();
    }

    /// A waiting caller gives up, unless it is served by now.
    [[nodiscard]] answer give_up(ticket& t, errc why) noexcept {
        return t.granted != nullptr ? take_granted(t) : leave(t, answer::refuse(why));
    }

    /// The resource in `p`, the caller's, was unfit and has been taken out. The caller, whose
    /// ticket is in no queue, comes before all that wait: it is lent another idle one if it would
    /// rather have that, else one is opened.
    [[nodiscard]] answer replace(place& p, bool rather_idle, ticket& t) noexcept {
        place* idle = rather_idle && !closed_ ? stock_.shelf().take() : nullptr;
        if (!closed_ && !detached && idle == nullptr && room_to_open()) {
            stock_.begin_open(p);
            return answer::open(p);
        }
        vacate(p);
        if (closed_) return answer::refuse(errc::closed);
        if (idle == nullptr && rather_idle) idle = stock_.shelf().take_or_watch();
        if (idle != nullptr) return answer::lend(*idle);
        if (gate_.refuses() && !can_open()) return answer::refuse(errc::breaker_open);
        stock_.shelf().watch_leased(); // what is idle it would not have, until its own open fails
        queue_.join_front(t);
        return answer::wait();
    }

    /// The caller opened a resource in `p` and has it now. False when the pool was closed
    /// meanwhile: the caller must take it out and vacate the place.
    [[nodiscard]] bool opened(place& p) noexcept {
        stock_.opened(p);
        if (!queue_.empty()) stock_.shelf().watch(p);
        gate_.opened(now_);
        offer_places();
        return !closed_;
    }

    /// An open failed; `draw` is from [0, 1). Its place is to be vacated afterwards.
    void open_failed(fault what, double draw) noexcept {
        gate_.failed(now_, what, stock_.open(), draw);
        if (gate_.refuses()) queue_.wake_all(outbox_);
    }

    /// Callers that need no ledger pass by much that is out: keeps them from doing so again.
    void tidy() noexcept { stock_.shelf().watch_leased(); }

    /// A resource is given back, fit for the next. False when it must not be kept: the caller takes
    /// it out and vacates the place.
    [[nodiscard]] bool give_back(place& p, bool before_others = true) noexcept {
        if (closed_ || stock_.epoch().of(p) == standing::retired) return false;
        if (!queue_.empty() && is_handed(queue_.front())) {
            hand_over(queue_.front(), p);
            return true;
        }
        stock_.shelf().rest(p, before_others);
        if (queue_.empty())
            stock_.shelf().nobody_waits();
        else
            this->call_next();
        return true;
    }

    /// A place has no resource any more (closed, or never opened): whoever waits and may open gets
    /// it, so that a failed open never leaves a waiter with nothing to wait for.
    void vacate(place& p) noexcept {
        stock_.vacate(p);
        offer_places();
        wake_closers_when_drained();
    }

protected:
    using base::can_open;
    using base::closed_;
    using base::gate_;
    using base::hand_over;
    using base::is_handed;
    using base::lack;
    using base::leave;
    using base::leave_with;
    using base::now_;
    using base::offer_places;
    using base::outbox_;
    using base::queue_;
    using base::room_to_open;
    using base::stock_;
    using base::take_granted;
    using base::waiting_;
    using base::wake_closers_when_drained;
};

} // namespace cenote::core
