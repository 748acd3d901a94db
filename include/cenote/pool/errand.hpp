#pragma once

#include <cenote/base/acquire_error.hpp>
#include <cenote/base/timeout.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/observer/tell.hpp>

#include <cenote/core/answer.hpp>
#include <cenote/core/ticket.hpp>

#include <cenote/pool/allowance.hpp>
#include <cenote/pool/chore.hpp>
#include <cenote/pool/incoming.hpp>
#include <cenote/pool/outgoing.hpp>
#include <cenote/pool/setbacks.hpp>
#include <cenote/pool/slot.hpp>
#include <cenote/pool/trust.hpp>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace cenote {

/// One acquire, as what it has met and what is to be done next. Who does that, a thread that sleeps
/// or an operation that is awaited, does each chore and says how it ended.
///
/// An acquire that is served at once reads the clock only if a policy must know the time.
///
/// Thread-safety: one errand belongs to one caller, who does one thing at a time.
template <class House>
class errand {
    using slot = typename House::slot;
    using book = typename House::book;
    using answer = core::answer;
    using kind = core::answer::kind;
    using chore = cenote::chore<slot>;

public:
    errand(House& house, timeout limit, trust how, borrower by) noexcept
        : house_{house}
        , by_{by}
        , time_{house, limit}
        , trust_{how}
        , setbacks_{house} {}

    [[nodiscard]] House& house() noexcept { return house_; }

    /// It is for stock: nothing is to be expected from what others give back.
    void do_not_hesitate() noexcept { hesitates_ = false; }

    /// When its time is over.
    [[nodiscard]] deadline until() { return time_.until(); }

    /// Begins without anything idle. On `wait`, `me` is in the queue.
    [[nodiscard]] chore ask(core::ticket& me) { return next(ask_ledger(me)); }

    /// A resource that was idle is the caller's: what is to be done before it is lent?
    [[nodiscard]] chore consider(slot& s) {
        const core::fitness fit = outgoing::judge(house_, s);
        if (fit.close) return chore::close(s, *fit.close);
        if (fit.prove == proof::none || trust_ == trust::blind) return chore::lend(s);
        if (fit.prove == proof::ping && house_.passed(time_.until())) {
            incoming::put_back(house_, s, by_);
            return refuse(errc::verify_failed);
        }
        return chore::prove(s, fit.prove);
    }

    /// What is next, once all that takes no time has been done: a look, which is no work for others.
    [[nodiscard]] chore after_looks(chore what) {
        if constexpr (!outgoing::proves_by_awaiting<House>) {
            while (what.what == chore::kind::prove && what.how == proof::peek) {
                std::exception_ptr thrown;
                const health found =
                    outgoing::prove(house_, *what.in, proof::peek, deadline::never(), thrown);
                what = proved(*what.in, found, std::move(thrown));
            }
        }
        return what;
    }

    /// Lets go of what a chore was to be done on, undone.
    void undo(const chore& what) noexcept {
        if (what.in == nullptr) return;
        if (what.what == chore::kind::open)
            house_.vacate(*what.in);
        else if (what.what == chore::kind::close)
            incoming::remove(house_, *what.in, what.why, by_);
        else
            incoming::put_back(house_, *what.in, by_);
    }

    /// When a caller that waits must look again though nobody wakes it.
    [[nodiscard]] deadline looks_again(core::ticket& me) {
        deadline change = deadline::never(); // others may be allowed to open, or given up
        if constexpr (book::timed)
            change = house_.write([&me](auto& b) { return deadline{b.places.sleep(me)}; });
        return std::min({time_.until(), opens_again_, change});
    }

    /// A caller that waits is awake. It gives up when its time is over, or it `must`.
    [[nodiscard]] chore wake(core::ticket& me, bool must = false) {
        const bool too_late = must || house_.passed(time_.until());
        const bool rested = house_.passed(opens_again_);
        if (rested) opens_again_ = deadline::never();
        std::optional<fault> failed;
        std::exception_ptr cause;
        const answer now = house_.event([&](auto& b) {
            if (rested) {
                me.hesitates = false;
                if (!me.failed) me.may_open = true;
            }
            const answer then = b.places.resume(me, too_late);
            failed = std::exchange(me.failed, std::nullopt);
            cause = std::exchange(me.cause, nullptr);
            return then;
        });
        if (!failed) return next(now);
        setbacks_.note(*failed, std::move(cause));
        if (backs_off() || now.what != kind::wait) return next(now);
        return next(house_.event([&](auto& b) { return b.places.give_up(me, errc::open_failed); }));
    }

    /// A caller that waits wants nothing any more: what it was handed goes to others. The house may be
    /// gone afterwards.
    void leave(core::ticket& me) noexcept {
        bool is_last = false;
        const answer said = house_.event([&](auto& b) {
            const answer then = b.places.give_up(me, errc::exhausted);
            is_last = b.finished();
            return then;
        });
        auto* const s = static_cast<slot*>(said.where);
        if (said.what == kind::lend) incoming::put_back(house_, *s, by_);
        if (said.what == kind::open) house_.vacate(*s);
        house_.end_if(is_last);
    }

    /// The resource in `s` was to prove itself, and did so or not.
    [[nodiscard]] chore proved(slot& s, health found, std::exception_ptr thrown) {
        if (found.alive()) return chore::lend(s);
        setbacks_.note(found.why(), std::move(thrown));
        return chore::close(s, close_cause::found_dead);
    }

    /// The resource that was in `s` has been closed.
    [[nodiscard]] chore closed(slot& s, close_cause why, core::ticket& me) {
        looks_further_ = setbacks_.found_stale(why == close_cause::found_dead);
        return next(house_.event([&](auto& b) { return b.places.replace(s, looks_further_, me); }));
    }

    /// A resource was opened, but the pool had been closed meanwhile: it has been removed again.
    [[nodiscard]] chore opened_in_vain() noexcept { return refuse(errc::closed); }

    /// The chore is not waited for any longer: there is no time left.
    [[nodiscard]] chore leave_undone(const chore& what) noexcept {
        if (what.what == chore::kind::prove) return refuse(errc::verify_failed);
        if (what.what != chore::kind::open) return refuse(errc::exhausted);
        setbacks_.note_lack_of_time();
        return refuse(errc::open_failed);
    }

    /// None could be opened in `s`.
    [[nodiscard]] chore open_failed(slot& s, const std::exception_ptr& thrown, core::ticket& me) {
        const fault what = outgoing::open_failed(house_, thrown);
        setbacks_.note(what, thrown);
        const bool again = backs_off();
        return next(outgoing::give_up(house_, s, what, thrown, [&](book& b) {
            return again ? b.places.back_off(me) : answer::refuse(errc::open_failed);
        }));
    }

    /// Why there is no resource; counts the failure. Call once.
    [[nodiscard]] acquire_failure failure() { return setbacks_.tell(refused_, time_.waited()); }

private:
    [[nodiscard]] answer ask_ledger(core::ticket& me) {
        // Where threads of the pool open, who has no time would have them open for nobody.
        if (book::opens && house_.passed(time_.until()))
            return house_.write([](auto& b) { return b.places.look(); });
        const answer first = house_.event([&](auto& b) {
            const answer then = b.places.ask(me);
            if (then.what == kind::wait) ++b.since.waited;
            me.hesitates = hesitates_;
            return then;
        });
        if (first.what != kind::wait) return first;
        [[maybe_unused]] const time_point asked = time_.start();
        if constexpr (book::opens)
            opens_again_ =
                deadline::after(house_.template policy<concerns::opening>().hesitation(), asked);
        observer::tell::waiting(house_.template policy<concerns::observer>());
        return first;
    }

    [[nodiscard]] chore next(const answer& said) {
        switch (said.what) {
        case kind::wait: return chore::wait();
        case kind::refuse: return refuse(said.why);
        default: break;
        }
        auto& s = static_cast<slot&>(*said.where);
        if (said.what == kind::lend) {
            const bool fresh = said.newborn && house_.epoch().of(s) == core::standing::current;
            return fresh ? chore::lend(s) : consider(s);
        }
        if (!house_.passed(time_.until())) return chore::open(s);
        house_.vacate(s);
        setbacks_.note_lack_of_time();
        return refuse(errc::open_failed);
    }

    [[nodiscard]] chore refuse(errc why) noexcept {
        refused_ = why;
        return chore::refuse();
    }

    /// After an open that failed: true when it is to be tried again, from `opens_again_` on.
    [[nodiscard]] bool backs_off() {
        const auto again = setbacks_.open_failed();
        if (again) opens_again_ = *again;
        return again.has_value();
    }

    House& house_;
    borrower by_;
    allowance<House> time_;
    trust trust_;
    setbacks<House> setbacks_;
    bool hesitates_ = true;
    bool looks_further_ = true;                // another idle one, before a new one is opened
    deadline opens_again_ = deadline::never(); // set while it backs off
    errc refused_{};
};

} // namespace cenote
