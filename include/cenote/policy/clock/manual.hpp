#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/clock/concept.hpp>
#include <cenote/policy/concerns.hpp>

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace cenote::clock {

/// A clock that moves only when told to, for tests that neither sleep nor depend on the machine.
///
/// Copies are handles of one shared time. A thread that waits on this clock stays parked until the
/// time it waits for is reached by `advance()`, or until it is notified as usual.
/// Thread-safety: all members may be called concurrently.
/// Precondition of `advance()`: the caller holds no mutex that a thread waits with.
class manual {
public:
    using concern = concerns::clock;

    /// A new time line that begins at `start`.
    explicit manual(time_point start = time_point{})
        : shared_{std::make_shared<state>(start)} {}

    /// The time that was set last.
    [[nodiscard]] time_point now() const noexcept {
        const std::lock_guard guard{shared_->mutex};
        return shared_->now;
    }

    /// Moves the time forward and wakes every thread whose time has come.
    ///
    /// Throws: `std::invalid_argument` when `by` is negative.
    void advance(duration by) const {
        if (by < duration::zero()) {
            throw std::invalid_argument{"clock::manual: time cannot be moved back"};
        }
        for (parked* each : pin_due(by)) {
            wake(*each);
            unpin(*each);
        }
    }

    /// Parks the caller until notified, or until `advance()` reaches `until`.
    void wait_until(
        std::unique_lock<std::mutex>& lock,
        std::condition_variable& notified,
        time_point until) const {
        parked self{*lock.mutex(), notified, until};
        if (!enter(self)) return;
        notified.wait(lock);
        // `advance()` may be about to take the waiter's mutex, so leaving must not hold it.
        lock.unlock();
        leave(self);
        lock.lock();
    }

    /// How many threads are parked on this clock and not yet due.
    ///
    /// A thread woken by something else than the clock counts until it has run again.
    [[nodiscard]] std::size_t waiters() const {
        const std::lock_guard guard{shared_->mutex};
        return shared_->not_due();
    }

    /// Returns when at least `n` threads are parked on this clock and not yet due. From then on
    /// neither `advance()` nor a notification given under their mutex can miss them.
    void wait_until_parked(std::size_t n) const {
        std::unique_lock guard{shared_->mutex};
        shared_->changed.wait(guard, [&] { return shared_->not_due() >= n; });
    }

private:
    /// A thread in `wait_until()`; it lives on that thread's stack.
    struct parked {
        std::mutex& mutex;
        std::condition_variable& notified;
        time_point until;
        int pins =
            0; ///< Calls of `advance()` that still use this entry; guarded by `state::mutex`.
    };

    /// Lock order: a waiter's own mutex before `state::mutex`; so nobody who holds `state::mutex`
    /// takes a waiter's. A pinned entry keeps its thread in `leave()`, which is what lets
    /// `advance()` use the waiter's mutex after it has let go of `state::mutex`.
    struct state {
        explicit state(time_point start)
            : now{start} {}

        std::mutex mutex; ///< Guards everything below.
        std::condition_variable changed;
        time_point now;
        std::vector<parked*> waiting;

        [[nodiscard]] std::size_t not_due() const {
            const auto due_later = [&](const parked* each) { return each->until > now; };
            return static_cast<std::size_t>(std::ranges::count_if(waiting, due_later));
        }
    };

    /// Registers before the waiter's mutex is released; an `advance()` that comes after this
    /// therefore sees the entry, and can notify it only once its thread really waits.
    [[nodiscard]] bool enter(parked& self) const {
        const std::lock_guard guard{shared_->mutex};
        if (shared_->now >= self.until) return false;
        shared_->waiting.push_back(&self);
        shared_->changed.notify_all();
        return true;
    }

    void leave(parked& self) const {
        std::unique_lock guard{shared_->mutex};
        shared_->changed.wait(guard, [&] { return self.pins == 0; });
        std::erase(shared_->waiting, &self);
    }

    [[nodiscard]] std::vector<parked*> pin_due(duration by) const {
        const std::lock_guard guard{shared_->mutex};
        shared_->now += by;
        std::vector<parked*> due;
        for (parked* each : shared_->waiting) {
            if (each->until <= shared_->now) due.push_back(each);
        }
        for (parked* each : due)
            ++each->pins;
        return due;
    }

    static void wake(parked& sleeper) {
        const std::lock_guard guard{sleeper.mutex};
        sleeper.notified.notify_all();
    }

    void unpin(parked& sleeper) const {
        const std::lock_guard guard{shared_->mutex};
        --sleeper.pins;
        shared_->changed.notify_all();
    }

    std::shared_ptr<state> shared_;
};

static_assert(policy<manual>);

} // namespace cenote::clock
