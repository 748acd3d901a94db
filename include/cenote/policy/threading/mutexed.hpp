#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/threading/concept.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace cenote::threading {

/// Any number of threads, one `std::mutex` around everything: the simple form of `multi`, which is
/// tested against it.
struct mutexed {
    using concern = concerns::threading;
    using mutex = std::mutex;

    template <class T>
    using atomic_ref = std::atomic_ref<T>;

    static constexpr bool can_wait = true;
    static constexpr bool lock_free = false;

    /// Puts one thread to sleep, and any other wakes it.
    class parker {
    public:
        /// Returns when unparked, when the time has come, or spuriously.
        template <class Clock>
        void park_until(Clock& clock, time_point until) {
            std::unique_lock lock{mutex_};
            if (!unparked_) clock.wait_until(lock, notified_, until);
            unparked_ = false;
        }

        /// Makes the `park_until()` that runs, or else the next one, return.
        void unpark() noexcept {
            // Notified under the lock: the sleeper cannot return, and destroy the condition
            // variable, while it is still in use here.
            const std::lock_guard guard{mutex_};
            unparked_ = true;
            notified_.notify_one();
        }

    private:
        std::mutex
            mutex_; ///< Guards `unparked_`. A leaf: nothing but a clock's own is taken below it.
        std::condition_variable notified_;
        bool unparked_ = false;
    };
};

static_assert(policy<mutexed>);

} // namespace cenote::threading
