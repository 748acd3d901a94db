#pragma once

#include <cenote/base/acquire_error.hpp>
#include <cenote/base/timeout.hpp>

#include <cenote/policy/concerns.hpp>

#include <cenote/pool/chore.hpp>
#include <cenote/pool/errand.hpp>
#include <cenote/pool/outgoing.hpp>
#include <cenote/pool/parked.hpp>
#include <cenote/pool/trust.hpp>

#include <exception>
#include <optional>

namespace cenote {

/// One blocking acquire: an errand whose chores the caller's thread does.
///
/// Thread-safety: one borrow belongs to one thread.
template <class House>
class borrow {
    using slot = typename House::slot;
    using book = typename House::book;
    using chore = cenote::chore<slot>;
    using kind = typename chore::kind;
    using threading = typename House::template policy_type<concerns::threading>;

public:
    borrow(House& house, timeout limit, trust how) noexcept
        : house_{house}
        , errand_{house, limit, how, borrower::thread} {}

    /// It is for stock: nothing is to be expected from what others give back.
    void do_not_hesitate() noexcept { errand_.do_not_hesitate(); }

    /// A resource that is fit and the caller's, or null: then `failure()` tells why. Begins with an
    /// idle one, if that is not null.
    [[nodiscard]] slot* run(slot* idle) {
        chore next = idle == nullptr ? ask() : errand_.consider(*idle);
        while (next.what != kind::lend && next.what != kind::refuse)
            next = next.what == kind::wait ? wait() : work(next);
        return next.in;
    }

    /// A resource that is idle and fit, or null. Neither waits for one nor opens one.
    [[nodiscard]] slot* try_run() {
        while (slot* s = look()) {
            chore next = errand_.consider(*s);
            if (next.what == kind::prove) next = prove(next);
            if (next.what == kind::lend) return s;
            house_.close(*s, next.why);
            house_.vacate(*s);
        }
        return nullptr;
    }

    /// Why `run` returned null; counts the failure. Call once.
    [[nodiscard]] acquire_failure failure() { return errand_.failure(); }

private:
    /// Upkeep hides what is idle while it looks at it, with the lock held.
    [[nodiscard]] slot* look() {
        slot* s = house_.take_idle();
        if constexpr (book::keeps && House::shelf::open)
            if (s == nullptr)
                return static_cast<slot*>(house_.write([](auto& b) { return b.places.take(); }));
        return s;
    }

    [[nodiscard]] chore ask() {
        const chore next = errand_.ask(me_.emplace());
        // Where nobody else can give anything back, waiting would be for ever.
        const bool in_vain = next.what == kind::wait && !threading::can_wait;
        return in_vain ? errand_.wake(*me_, true) : next;
    }

    [[nodiscard]] chore wait() {
        const deadline awake = errand_.looks_again(*me_);
        if (!house_.passed(awake)) // or the system's shortest sleep would still be slept
            me_->parker.park_until(house_.template policy<concerns::clock>(), awake.when());
        return errand_.wake(*me_);
    }

    [[nodiscard]] chore work(const chore& wanted) {
        switch (wanted.what) {
        case kind::prove: return prove(wanted);
        case kind::open: return open(*wanted.in);
        default: break;
        }
        house_.close(*wanted.in, wanted.why);
        return errand_.closed(*wanted.in, wanted.why, me_.emplace());
    }

    [[nodiscard]] chore prove(const chore& wanted) {
        const bool round_trip = wanted.how == proof::ping;
        const deadline until = round_trip ? errand_.until() : deadline::never();
        std::exception_ptr thrown;
        const health found = outgoing::prove(house_, *wanted.in, wanted.how, until, thrown);
        return errand_.proved(*wanted.in, found, std::move(thrown));
    }

    [[nodiscard]] chore open(slot& s) {
        bool wanted = false;
        if (const auto thrown = outgoing::open_in(house_, s, errand_.until(), wanted))
            return errand_.open_failed(s, thrown, me_.emplace());
        if (wanted) return chore::lend(s);
        house_.remove(s, close_cause::pool_closed);
        return errand_.opened_in_vain();
    }

    House& house_;
    errand<House> errand_;
    std::optional<parked<typename threading::parker>> me_;
};

} // namespace cenote
