#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/timeout.hpp>

#include <cenote/policy/concerns.hpp>

#include <cenote/core/answer.hpp>

#include <cenote/pool/close_report.hpp>
#include <cenote/pool/parked.hpp>

namespace cenote {

/// Closes a house: admits nobody any more, sends the waiting away, closes what is idle, and waits
/// until all that is out has come home or `limit` is over. Closing twice only waits again.
///
/// Thread-safety: may run in several threads at once.
template <class House>
class closing {
    using slot = typename House::slot;
    using threading = typename House::template policy_type<concerns::threading>;

public:
    explicit closing(House& house) noexcept
        : house_{house} {}

    [[nodiscard]] close_report run(timeout limit) {
        begin();
        await(limit);
        return report();
    }

    /// All of it but the waiting.
    void begin() noexcept {
        house_.write([](auto& b) { b.places.close(); });
        while (core::place* p = house_.write([](auto& b) { return b.places.take_idle(); }))
            house_.remove(static_cast<slot&>(*p), close_cause::pool_closed);
    }

private:
    void await(timeout limit) {
        if (drained() || !threading::can_wait) return;
        const deadline until = limit.from([this] { return house_.now(); });
        parked<typename threading::parker> me;
        house_.write([&me](auto& b) { b.places.tell_when_drained(me); });
        while (!drained() && !house_.passed(until))
            me.parker.park_until(house_.template policy<concerns::clock>(), until.when());
        house_.write([&me](auto& b) { b.places.forget(me); });
    }

    [[nodiscard]] bool drained() {
        return house_.write([](auto& b) { return b.places.drained(); });
    }

    [[nodiscard]] close_report report() {
        return house_.write([this](auto& b) {
            close_report told{.still_out = {}, .opening = b.places.count().opening};
            for (const slot& s : house_.slots())
                if (s.now == core::place::state::leased)
                    told.still_out.push_back(s.taken_at.load(std::memory_order_relaxed));
            return told;
        });
    }

    House& house_;
};

} // namespace cenote
