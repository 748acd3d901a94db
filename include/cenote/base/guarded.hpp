#pragma once

#include <mutex>
#include <utility>

namespace cenote {

/// A state that can be reached only while its mutex is held.
///
/// What is passed to `with` runs under the lock: it must not block, and must neither call user code
/// nor destroy a resource. Take out what is doomed and let it die after `with` has returned.
///
/// Thread-safety: `with` may be called from any thread, not from inside another `with`.
template <class State, class Mutex>
class guarded {
public:
    /// Makes the state in place; it need not be movable.
    template <class... Args>
    explicit guarded(Args&&... args)
        : state_(std::forward<Args>(args)...) {}

    /// Calls `f(state)` under the lock and returns what it returns.
    template <class F>
    decltype(auto) with(F&& f) {
        const std::lock_guard<Mutex> held{mutex_};
        return std::forward<F>(f)(state_);
    }

private:
    Mutex mutex_; // guards state_, taken before the mutex of any waiter's parker
    State state_;
};

} // namespace cenote
