#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/signals_held.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>

#include <cenote/pool/chore.hpp>
#include <cenote/pool/outgoing.hpp>
#include <cenote/pool/parked.hpp>
#include <cenote/pool/patrol.hpp>

#include <exception>
#include <thread>

namespace cenote {

/// The thread of a pool that looks after what is idle, in rounds, until the pool is closed. It takes
/// one resource at a time, and nobody waits for it but for that.
template <class House>
class keeper {
    using slot = typename House::slot;
    using book = typename House::book;
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
        return house_.within(
            house_.template policy<concerns::upkeep>().period(), deadline::never());
    }

    void round() noexcept {
        using kind = typename chore<slot>::kind;
        patrol<House> on_the_way{house_};
        for (auto next = on_the_way.next(); next.what != kind::wait; next = on_the_way.next()) {
            if (next.what == kind::close)
                house_.remove(*next.in, next.why);
            else if (next.what == kind::prove)
                prove(*next.in);
            else if (!open(*next.in))
                on_the_way.open_no_more();
        }
    }

    void prove(slot& s) noexcept {
        std::exception_ptr thrown;
        if (outgoing::prove(house_, s, proof::ping, deadline::never(), thrown).alive())
            house_.put_back(s, false);
        else
            house_.remove(s, close_cause::found_dead);
    }

    /// True when there may be more to open.
    [[nodiscard]] bool open(slot& s) noexcept {
        const deadline until = house_.within(house_.bounds().acquire_timeout, deadline::never());
        bool goes_on = false;
        if (const auto thrown = outgoing::open_in(house_, s, until, goes_on)) {
            const fault what = outgoing::open_failed(house_, thrown);
            return outgoing::give_up(house_, s, what, thrown, [](book&) { return false; });
        }
        house_.put_back(s);
        return goes_on;
    }

    House& house_;
};

/// Upkeep begins: on a thread, or as the policy has it. Throws `std::system_error` when there is no
/// thread to be had.
template <class House>
void begin_upkeep(House& house) {
    auto& policy = house.template policy<concerns::upkeep>();
    if constexpr (requires { policy.begin(house); })
        policy.begin(house);
    else
        keeper<House>::start(house);
}

} // namespace cenote
