#pragma once

#include <cenote/base/affinity.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/threading/concept.hpp>
#include <cenote/policy/threading/mutexed.hpp>

#include <atomic>
#include <mutex>

namespace cenote::threading {

/// The default: any number of threads. What is idle is lent and given back by one atomic operation
/// each; only who opens, closes or waits takes the mutex.
struct multi {
    using concern = concerns::threading;
    using mutex = std::mutex;
    using parker = mutexed::parker;

    template <class T>
    using atomic_ref = std::atomic_ref<T>;

    static constexpr bool can_wait = true;
    static constexpr bool lock_free = true;

    /// What the calling thread used last.
    [[nodiscard]] static affinity& this_thread() noexcept {
        static constinit thread_local affinity mine; // constant, so that reaching it is no call
        return mine;
    }
};

static_assert(policy<multi>);

} // namespace cenote::threading
