#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/clock/concept.hpp>
#include <cenote/policy/concerns.hpp>

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace cenote::clock {

/// A clock that moves only when told to, for tests that neither sleep nor depend on the machine.
///
/// Copies are handles of one shared time. A thread that waits on this clock stays parked until the
/// time it waits for is reached by `advance()`, or until it is notified as usual. Who awaits does so
/// by an `alarm`, which `advance()` lets go off.
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

    class alarm;

    /// Moves the time forward, wakes every thread whose time has come, and calls what the alarms
    /// that have come are for.
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
        while (const auto next = begin_ringing()) {
            next->callback();
            end_ringing(*next);
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

    /// How many threads are parked on this clock and not yet due. Alarms do not count: who awaits is
    /// in the pool's queue when the initiating function returns.
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

    /// An alarm that has not gone off, or whose callback is being called.
    struct bell {
        time_point at;
        std::function<void()> callback;
        std::thread::id caller{}; ///< Who calls it, if somebody does; guarded by `state::mutex`.
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
        std::vector<std::shared_ptr<bell>> alarms; ///< Not gone off.

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

    /// The earliest alarm that is due, off the list; null when there is none.
    [[nodiscard]] std::shared_ptr<bell> begin_ringing() const {
        const std::lock_guard guard{shared_->mutex};
        auto& all = shared_->alarms;
        const auto next = std::ranges::min_element(all, {}, [](auto& each) { return each->at; });
        if (next == all.end() || (*next)->at > shared_->now) return nullptr;
        auto due = *next;
        all.erase(next);
        due->caller = std::this_thread::get_id();
        return due;
    }

    void end_ringing(bell& rung) const {
        const std::lock_guard guard{shared_->mutex};
        rung.caller = {};
        shared_->changed.notify_all();
    }

    std::shared_ptr<state> shared_;
};

/// Calls something once, when the time has come: inside of `advance()`, with nothing locked, or of
/// the constructor.
///
/// Thread-safety: the callback may end the alarm that it is called for.
class manual::alarm {
public:
    /// Throws: `std::bad_alloc`.
    template <class Callback>
        requires std::is_nothrow_invocable_v<Callback&>
    alarm(const manual& clock, time_point at, Callback callback)
        : clock_{clock} {
        if (!enter(at, callback)) callback();
    }

    alarm(const alarm&) = delete;
    alarm& operator=(const alarm&) = delete;

    /// Waits for a callback that is under way in another thread.
    ~alarm() {
        if (!bell_) return;
        state& s = *clock_.shared_;
        std::unique_lock guard{s.mutex};
        std::erase(s.alarms, bell_);
        s.changed.wait(guard, [&] {
            return bell_->caller == std::thread::id{} ||
                   bell_->caller == std::this_thread::get_id();
        });
    }

private:
    [[nodiscard]] bool enter(time_point at, std::function<void()> callback) {
        const std::lock_guard guard{clock_.shared_->mutex};
        if (clock_.shared_->now >= at) return false;
        bell_ = std::make_shared<bell>(bell{.at = at, .callback = std::move(callback)});
        clock_.shared_->alarms.push_back(bell_);
        return true;
    }

    manual clock_; // a handle, since the pool's may be gone before the operation
    std::shared_ptr<bell> bell_;
};

static_assert(has_alarms<manual>);

} // namespace cenote::clock
