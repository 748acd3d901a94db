#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/clock/concept.hpp>
#include <cenote/policy/clock/steady.hpp>

#include <cenote/asio/events.hpp>
#include <cenote/asio/stepping.hpp>

#include <concepts>
#include <optional>

namespace cenote {

/// Has an operation learn that it is late: by the timer of its context.
///
/// Thread-safety: none, it is the operation's.
template <class Clock>
class wake_up {
public:
    /// Raises `events::late` at `when`, and not when it was set to before. Throws: `std::bad_alloc`.
    void set(stepping& whom, const Clock& clock, deadline when) {
        if (std::same_as<Clock, clock::steady> || when == deadline::never())
            whom.wake_at(when);
        else // a clock of another time line is taken to go as fast
            whom.wake_at(deadline::after(when.when() - clock.now(), clock::steady{}.now()));
    }
};

/// By the clock itself, where that has alarms.
template <clock::has_alarms Clock>
class wake_up<Clock> {
public:
    void set(stepping& whom, const Clock& clock, deadline when) {
        alarm_.reset();
        if (when == deadline::never()) return;
        alarm_.emplace(clock, when.when(), [&whom]() noexcept { whom.raise(events::late); });
    }

private:
    std::optional<typename Clock::alarm> alarm_;
};

} // namespace cenote
