#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/threading/concept.hpp>

#include <condition_variable>
#include <mutex>

namespace cenote::threading {

/// One thread only: no lock and no atomic anywhere in the pool.
///
/// Precondition: pool and leases are all used from one thread. A full pool fails at once, since
/// nobody else could give anything back; backing off between attempts to open still works.
struct single {
    using concern = concerns::threading;

    static constexpr bool can_wait = false;

    /// Locks nothing.
    struct mutex {
        void lock() noexcept {}

        void unlock() noexcept {}
    };

    /// Sleeps; there is nobody to wake it.
    struct parker {
        /// Returns when the time has come, or spuriously. Precondition: `until` is finite.
        template <class Clock>
        void park_until(Clock& clock, time_point until) {
            std::mutex unshared;
            std::condition_variable never_notified;
            std::unique_lock lock{unshared};
            clock.wait_until(lock, never_notified, until);
        }

        /// Does nothing: whoever calls it is the thread that would be woken.
        void unpark() noexcept {}
    };
};

static_assert(policy<single>);

} // namespace cenote::threading
