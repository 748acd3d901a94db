#pragma once

#include <cenote/base/acquire_error.hpp>
#include <cenote/base/timeout.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/observer/tell.hpp>

#include <cenote/core/answer.hpp>

#include <cenote/pool/allowance.hpp>
#include <cenote/pool/outgoing.hpp>
#include <cenote/pool/parked.hpp>
#include <cenote/pool/setbacks.hpp>
#include <cenote/pool/trust.hpp>

#include <algorithm>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace cenote {

/// One blocking acquire: does what the ledger and `core::progress` decide, on the caller's thread.
///
/// An acquire that is served at once reads the clock only if a policy must know the time.
///
/// Thread-safety: one borrow belongs to one thread.
template <class House>
class borrow {
    using slot = typename House::slot;
    using book = typename House::book;
    using answer = core::answer;
    using kind = core::answer::kind;
    using threading = typename House::template policy_type<concerns::threading>;

public:
    borrow(House& house, timeout limit, trust how) noexcept
        : house_{house}
        , time_{house, limit}
        , trust_{how}
        , setbacks_{house} {}

    /// It is for stock: nothing is to be expected from what others give back.
    void do_not_hesitate() noexcept { hesitates_ = false; }

    /// A resource that is fit and the caller's, or null: then `failure()` tells why. Begins with an
    /// idle one, if that is not null.
    [[nodiscard]] slot* run(slot* idle) {
        answer next = idle == nullptr ? ask() : answer::lend(*idle);
        while (next.what != kind::refuse) {
            if (next.what == kind::wait) {
                next = wait();
                continue;
            }
            auto& s = static_cast<slot&>(*next.where);
            if (next.newborn && house_.epoch().of(s) == core::standing::current) return &s;
            const auto after = next.what == kind::lend ? settle(s) : open(s);
            if (!after) return &s;
            next = *after;
        }
        refused_ = next.why;
        return nullptr;
    }

    /// A resource that is idle and fit, or null. Neither waits for one nor opens one.
    [[nodiscard]] slot* try_run() {
        while (slot* s = look()) {
            if (make_fit(*s)) return s;
            house_.vacate(*s);
        }
        return nullptr;
    }

    /// Why `run` returned null; counts the failure. Call once.
    [[nodiscard]] acquire_failure failure() { return setbacks_.tell(refused_, time_.waited()); }

private:
    /// Upkeep hides what is idle while it looks at it, with the lock held.
    [[nodiscard]] slot* look() {
        slot* s = house_.take_idle();
        if constexpr (book::keeps && House::shelf::open)
            if (s == nullptr)
                return static_cast<slot*>(house_.write([](auto& b) { return b.places.take(); }));
        return s;
    }

    [[nodiscard]] answer ask() {
        // Where threads of the pool open, who has no time would have them open for nobody.
        if (book::opens && house_.passed(time_.until()))
            return house_.write([](auto& b) { return b.places.look(); });
        const answer next = house_.event([this](auto& b) {
            const answer first = b.places.ask(me_.emplace());
            if (first.what == kind::wait) ++b.since.waited;
            me_->hesitates = hesitates_;
            return first;
        });
        if (next.what != kind::wait) return next;
        [[maybe_unused]] const time_point asked = time_.start();
        if constexpr (book::opens)
            opens_again_ =
                deadline::after(house_.template policy<concerns::opening>().hesitation(), asked);
        observer::tell::waiting(house_.template policy<concerns::observer>());
        // Where nobody else can give anything back, waiting would be for ever.
        if constexpr (threading::can_wait)
            return next;
        else
            return house_.event([this](auto& b) { return b.places.resume(*me_, true); });
    }

    [[nodiscard]] answer wait() {
        auto& clock = house_.template policy<concerns::clock>();
        const deadline awake = std::min({time_.until(), opens_again_, next_change()});
        if (!house_.passed(awake)) // or the system's shortest sleep would still be slept
            me_->parker.park_until(clock, awake.when());
        const bool too_late = house_.passed(time_.until());
        const bool rested = house_.passed(opens_again_);
        if (rested) opens_again_ = deadline::never();
        std::optional<fault> failed;
        std::exception_ptr cause;
        const answer next = house_.event([&](auto& b) {
            if (rested) {
                me_->hesitates = false;
                if (!me_->failed) me_->may_open = true;
            }
            const answer now = b.places.resume(*me_, too_late);
            failed = std::exchange(me_->failed, std::nullopt);
            cause = std::exchange(me_->cause, nullptr);
            return now;
        });
        if (!failed) return next;
        setbacks_.note(*failed, std::move(cause));
        if (backs_off() || next.what != kind::wait) return next;
        return house_.event([&](auto& b) { return b.places.give_up(*me_, errc::open_failed); });
    }

    /// When others may be allowed to open, or given up.
    [[nodiscard]] deadline next_change() {
        if constexpr (!book::timed) return deadline::never();
        return house_.write([this](auto& b) { return deadline{b.places.sleep(*me_)}; });
    }

    /// Nothing when the idle resource is fit; else what to do next.
    [[nodiscard]] std::optional<answer> settle(slot& s) {
        if (make_fit(s)) return std::nullopt;
        if (!s.held)
            return house_.event(
                [&](auto& b) { return b.places.replace(s, looks_further_, me_.emplace()); });
        house_.put_back(s);
        return answer::refuse(errc::verify_failed);
    }

    /// True when the resource may be lent. False: it has been closed, unless `s` still holds it,
    /// because no time was left to let it prove itself.
    [[nodiscard]] bool make_fit(slot& s) {
        const core::fitness fit = outgoing::judge(house_, s);
        if (fit.close) return end(s, *fit.close);
        if (fit.prove == proof::none || trust_ == trust::blind) return true;
        const bool round_trip = fit.prove == proof::ping;
        if (round_trip && house_.passed(time_.until())) return false;
        std::exception_ptr thrown;
        const deadline until = round_trip ? time_.until() : deadline::never();
        const health found = outgoing::prove(house_, s, fit.prove, until, thrown);
        if (found.alive()) return true;
        setbacks_.note(found.why(), std::move(thrown));
        return end(s, close_cause::found_dead);
    }

    [[nodiscard]] bool end(slot& s, close_cause why) {
        looks_further_ = setbacks_.found_stale(why == close_cause::found_dead);
        house_.close(s, why);
        return false;
    }

    /// Nothing when a resource was opened; else what to do next.
    [[nodiscard]] std::optional<answer> open(slot& s) {
        if (house_.passed(time_.until())) {
            house_.vacate(s);
            setbacks_.note_lack_of_time();
            return answer::refuse(errc::open_failed);
        }
        bool wanted = false;
        if (const auto thrown = outgoing::open_in(house_, s, time_.until(), wanted))
            return open_failed(s, thrown);
        if (wanted) return std::nullopt;
        house_.remove(s, close_cause::pool_closed);
        return answer::refuse(errc::closed);
    }

    [[nodiscard]] answer open_failed(slot& s, const std::exception_ptr& thrown) {
        const fault what = outgoing::open_failed(house_, thrown);
        setbacks_.note(what, thrown);
        const bool again = backs_off();
        return outgoing::give_up(house_, s, what, thrown, [&](book& b) {
            return again ? b.places.back_off(me_.emplace()) : answer::refuse(errc::open_failed);
        });
    }

    /// After an open that failed: true when it is to be tried again, from `opens_again_` on.
    [[nodiscard]] bool backs_off() {
        const auto again = setbacks_.open_failed();
        if (again) opens_again_ = *again;
        return again.has_value();
    }

    House& house_;
    allowance<House> time_;
    trust trust_;
    setbacks<House> setbacks_;
    bool hesitates_ = true;
    bool looks_further_ = true; // another idle one, before a new one is opened
    std::optional<parked<typename threading::parker>> me_;
    deadline opens_again_ = deadline::never(); // set while it backs off
    errc refused_{};
};

} // namespace cenote
