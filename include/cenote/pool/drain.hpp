#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/occupancy.hpp>
#include <cenote/base/time.hpp>
#include <cenote/base/timeout.hpp>

#include <cenote/policy/clock/steady.hpp>
#include <cenote/policy/concerns.hpp>

#include <cenote/core/place.hpp>

#include <cenote/pool/close_report.hpp>
#include <cenote/pool/parked.hpp>

#include <atomic>
#include <chrono>
#include <utility>

namespace cenote {

/// Drains a house: admits nobody any more, sends the waiting away, closes what is idle, and waits
/// until all that is out has come home or `limit` is over. Draining twice only waits again.
///
/// Thread-safety: may run in several threads at once.
template <class House>
class drain {
    using slot = typename House::slot;
    using book = typename House::book;
    using threading = typename House::template policy_type<concerns::threading>;

public:
    explicit drain(House& house) noexcept
        : house_{house} {}

    [[nodiscard]] close_report run(timeout limit) {
        begin();
        if (threading::can_wait && !holds(is_drained)) {
            const deadline until = limit.from([this] { return house_.now(); });
            await(house_.template policy<concerns::clock>(), until, is_drained);
        }
        return report();
    }

    /// All of it but the waiting.
    void begin() noexcept {
        house_.write([](book& b) {
            b.places.close();
            if constexpr (book::keeps)
                if (auto* keeper = std::exchange(b.staff.keeper, nullptr))
                    keeper->wake(*keeper, b.places.outbox());
        });
        while (core::place* p = house_.write([](book& b) { return b.places.take_idle(); }))
            house_.remove(static_cast<slot&>(*p), close_cause::pool_closed);
    }

    /// For who leaves the house for good: begins, and lets the pool's threads finish, for a moment
    /// of real time, since a program that ends while they run ends them anywhere. Those that hang
    /// are left behind.
    void leave() noexcept {
        begin();
        if (holds(is_alone)) return;
        clock::steady real;
        try {
            await(real, deadline::after(farewell, real.now()), is_alone);
        } catch (...) { // it can be left without waiting
        }
    }

    /// What is still out.
    [[nodiscard]] close_report report() {
        return house_.write([this](book& b) {
            const occupancy left = b.places.count();
            close_report told{
                .still_out = {},
                .opening = left.opening + left.abandoned,
                .closing = b.staff.unclosed()};
            for (slot& s : house_.slots()) // what was idle is closed
                if (b.places.is_open(s)) told.still_out.push_back(s.taken_at());
            return told;
        });
    }

private:
    static constexpr duration farewell = std::chrono::seconds{1};

    static bool is_drained(const book& b) noexcept { return b.drained(); }

    static bool is_alone(const book& b) noexcept { return b.staff.threads == 0; }

    using condition = bool (*)(const book&) noexcept;

    [[nodiscard]] bool holds(condition what) { return house_.write(what); }

    template <class Clock>
    void await(Clock& clock, deadline until, condition end) {
        parked<typename threading::parker> me;
        house_.write([&me](book& b) { b.places.tell_when_drained(me); });
        while (!holds(end) && (until == deadline::never() || !until.passed(clock.now())))
            me.parker.park_until(clock, until.when());
        house_.write([&me](book& b) { b.places.forget(me); });
    }

    House& house_;
};

} // namespace cenote
