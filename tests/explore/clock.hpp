#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/clock/concept.hpp>
#include <cenote/policy/concerns.hpp>

#include "scheduler.hpp"

#include <condition_variable>
#include <mutex>

namespace explore {

/// The scheduler's time.
struct clock {
    using concern = cenote::concerns::clock;

    [[nodiscard]] cenote::time_point now() const noexcept { return scheduler::running().now(); }

    [[nodiscard]] cenote::time_point recently() const noexcept { return now(); }

    /// Never called: the parker of `explore::threading` sleeps by itself.
    void
    wait_until(std::unique_lock<std::mutex>&, std::condition_variable&, cenote::time_point) const {
        scheduler::running().fail(wrong::crashed, "somebody sleeps whom the scheduler cannot wake");
    }
};

static_assert(cenote::clock::policy<clock>);

} // namespace explore
