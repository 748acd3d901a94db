#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/signals_held.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/validation/concept.hpp>

#include <cenote/core/fitness.hpp>
#include <cenote/core/place.hpp>

#include <cenote/pool/outgoing.hpp>
#include <cenote/pool/parked.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <thread>

namespace cenote {

/// The thread of a pool that looks after what is idle, in rounds, until the pool is closed. It takes
/// one resource at a time, and nobody waits for it but for that.
template <class House>
class keeper {
    using slot = typename House::slot;
    using book = typename House::book;
    using upkeep = typename House::template policy_type<concerns::upkeep>;
    using threading = typename House::template policy_type<concerns::threading>;

public:
    explicit keeper(House& house) noexcept
        : house_{house} {}

    /// Starts the thread. Throws `std::system_error` when there is none to be had.
    static void start(House& house) {
        house.write([](book& b) { ++b.staff.threads; });
        try {
            const signals_held here;
            std::thread{[&house] { keeper{house}.run(); }}.detach();
        } catch (...) {
            house.leave();
            throw;
        }
    }

private:
    void run() noexcept {
        try {
            keep();
        } catch (...) { // who cannot sleep cannot keep: what is idle is looked at when it is wanted
        }
        house_.leave();
    }

    void keep() {
        auto& clock = house_.template policy<concerns::clock>();
        parked<typename threading::parker> me;
        const sleeping here{house_, me};
        deadline next = after_a_period();
        while (!house_.write([](book& b) { return b.places.closed(); })) {
            if (house_.passed(next)) {
                round();
                next = after_a_period();
            } else {
                me.parker.park_until(clock, next.when());
            }
        }
    }

    /// Lets whoever closes the pool wake the keeper.
    class sleeping {
    public:
        sleeping(House& house, core::ticket& me) noexcept
            : house_{house} {
            house_.write([&me](book& b) { b.staff.keeper = &me; });
        }

        sleeping(const sleeping&) = delete;
        sleeping& operator=(const sleeping&) = delete;

        ~sleeping() {
            house_.write([](book& b) { b.staff.keeper = nullptr; });
        }

    private:
        House& house_;
    };

    [[nodiscard]] deadline after_a_period() noexcept {
        return house_.within(policy().period(), deadline::never());
    }

    [[nodiscard]] const upkeep& policy() noexcept {
        return house_.template policy<concerns::upkeep>();
    }

    void round() noexcept {
        std::size_t replaced = 0;
        std::size_t proofs = policy().batch();
        const time_point began = house_.now_if_told();
        core::fitness need;
        while (slot* s = take_in_need(need, began, proofs > 0)) {
            if (need.close) {
                replaced += *need.close == close_cause::too_idle ? 0U : 1U; // that was not wanted
                house_.remove(*s, *need.close);
            } else {
                --proofs;
                prove(*s);
            }
        }
        stock_up(replaced);
    }

    /// Takes out the resource idle for longest that needs something, or null. It is judged as of when
    /// the round `began`, so that none is proven twice in it.
    [[nodiscard]] slot*
    take_in_need(core::fitness& need, time_point began, bool may_prove) noexcept {
        return static_cast<slot*>(house_.write([&](book& b) {
            return b.places.take_idle([&](const core::place& p) {
                need = judge(static_cast<const slot&>(p), began);
                return need.close || (may_prove && need.prove != proof::none);
            });
        }));
    }

    [[nodiscard]] core::fitness judge(const slot& s, time_point now) noexcept {
        using recycling = typename House::template policy_type<concerns::recycling>;
        const auto& validation = house_.template policy<concerns::validation>();
        const bool provable = validation::can_prove(validation);
        const bool due =
            provable && policy().due(s.past.template tell<typename upkeep::needs>(now));
        const time_point next_round = deadline::after(policy().period(), now).when();
        return core::judge(
            house_.epoch().of(s),
            house_.template policy<concerns::recycling>().expired(
                s.past.template tell<typename recycling::needs>(next_round)),
            due ? proof::ping : proof::none,
            provable);
    }

    void prove(slot& s) noexcept {
        std::exception_ptr thrown;
        if (outgoing::prove(house_, s, proof::ping, deadline::never(), thrown).alive())
            house_.put_back(s, false);
        else
            house_.remove(s, close_cause::found_dead);
    }

    /// Has as many idle as the limits want, or as there were before `replaced` were closed.
    void stock_up(std::size_t replaced) noexcept {
        const auto least = [&](const book& b) {
            return std::max(house_.bounds().min_idle, b.places.count().idle + replaced);
        };
        if constexpr (book::opens) {
            house_.event([&](book& b) {
                b.places.stock_up(least(b));
                return true;
            });
        } else {
            const auto wanted = house_.write(least);
            while (open_one(wanted)) {
            }
        }
    }

    /// True when there may be more to open.
    [[nodiscard]] bool open_one(std::size_t wanted) noexcept {
        auto* s =
            static_cast<slot*>(house_.event([&](book& b) { return b.places.begin_stock(wanted); }));
        if (s == nullptr) return false;
        const deadline until = house_.within(house_.bounds().acquire_timeout, deadline::never());
        bool goes_on = false;
        if (const auto thrown = outgoing::open_in(house_, *s, until, goes_on)) {
            const fault what = outgoing::open_failed(house_, thrown);
            return outgoing::give_up(house_, *s, what, thrown, [](book&) { return false; });
        }
        house_.put_back(*s);
        return goes_on;
    }

    House& house_;
};

} // namespace cenote
