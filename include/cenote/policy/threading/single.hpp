#pragma once

#include <cenote/base/affinity.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/threading/concept.hpp>
#include <cenote/policy/threading/multi.hpp>
#include <cenote/policy/threading/plain_ref.hpp>

#include <condition_variable>
#include <mutex>

namespace cenote::threading {

/// One thread only: `multi` with plain words for atomic ones, and no lock.
///
/// Precondition: pool and leases are all used from one thread. A full pool fails at once, since
/// nobody else could give anything back; backing off between attempts to open still works.
struct single {
    using concern = concerns::threading;

    template <class T>
    using atomic_ref = plain_ref<T>;

    static constexpr bool can_wait = false;
    static constexpr bool lock_free = true;

    /// What the calling thread used last.
    [[nodiscard]] static affinity& this_thread() noexcept { return multi::this_thread(); }

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
