#pragma once

#include <cenote/base/signals_held.hpp>
#include <cenote/base/time.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

namespace cenote::db {

/// Does something small at a time, so that a call of a driver that waits for a silent peer, or for a
/// long query, returns. One thread for the whole process.
///
/// The thread starts when an alarm is first set and ends with the last `shared_ptr` that `shared()`
/// gave: no pool, no thread. A process that exits while one is alive just stops it. A child of
/// fork(2) has no such thread: open its sessions in the child, after the fork.
///
/// Thread-safety: any thread may set an alarm. Complexity: setting one costs O(log n), well under
/// 1 us; it wakes the thread only if the alarm is the next one due.
class watchdog {
public:
    class alarm;

    /// The process's one, made if there is none at the moment.
    [[nodiscard]] static std::shared_ptr<watchdog> shared() {
        struct only {
            std::mutex mutex;
            std::weak_ptr<watchdog> instance;
        };

        static auto& here = *new only; // never destroyed: static objects may come here at exit
        const std::lock_guard lock{here.mutex};
        auto instance = here.instance.lock();
        if (!instance) here.instance = instance = std::make_shared<watchdog>();
        return instance;
    }

    watchdog() = default;
    watchdog(const watchdog&) = delete;
    watchdog& operator=(const watchdog&) = delete;

    /// Ends the thread. Precondition: no alarm is left.
    ~watchdog() {
        {
            const std::lock_guard lock{mutex_};
            ending_ = true;
        }
        changed_.notify_one();
        if (thread_.joinable()) thread_.join();
    }

private:
    using watch = std::pair<time_point, alarm*>;

    void add(alarm& added);
    void remove(alarm& removed) noexcept;
    void bring_forward(alarm& rung) noexcept;
    void start();
    void run();
    void ring_what_is_due() noexcept;

    std::mutex mutex_; // guards all below, and the time of every alarm
    std::condition_variable changed_;
    std::set<watch> watches_;
    time_point next_look_ = time_point::max();
    bool ending_ = false;
    std::thread thread_;
};

/// Has the watchdog do something at a time, unless disarmed before.
class watchdog::alarm {
public:
    /// What is done: it must neither block nor use the watchdog, since every other alarm waits
    /// meanwhile. Returns when to be called again, `time_point::max()` for never.
    using action = time_point (*)(void* context) noexcept;

    /// What makes an alarm ring.
    enum class rings : unsigned char { at_its_time, on_demand_too };

    /// Calls `what(context)` at `when`; never, for `time_point::max()`, unless on demand.
    /// Throws: `std::system_error` when there is no thread to be had.
    alarm(
        watchdog& dog, time_point when, action what, void* context, rings how = rings::at_its_time)
        : dog_{dog}
        , when_{when}
        , what_{what}
        , context_{context} {
        if (when == time_point::max() && how == rings::at_its_time) return;
        dog_.add(*this);
        armed_ = true;
    }

    alarm(const alarm&) = delete;
    alarm& operator=(const alarm&) = delete;

    ~alarm() { disarm(); }

    /// Ends the watch: afterwards the action is not being done and will not be, and whatever it has
    /// written can be read. May be called again.
    void disarm() noexcept {
        if (std::exchange(armed_, false)) dog_.remove(*this);
    }

    /// Rings at once, on the watchdog's thread, unless it has rung before or is disarmed; what it
    /// says about ringing again holds. Precondition: made to ring on demand too.
    ///
    /// Thread-safety: any thread, for as long as the alarm lives.
    void ring_now() noexcept { dog_.bring_forward(*this); }

private:
    friend class watchdog;

    watchdog& dog_;
    time_point when_; // this and `rung_`: under the dog's mutex
    bool rung_ = false;
    action what_;
    void* context_;
    bool armed_ = false;
};

inline void watchdog::add(alarm& added) {
    const std::lock_guard lock{mutex_};
    if (!thread_.joinable()) start();
    watches_.emplace(added.when_, &added);
    if (added.when_ >= next_look_) return;
    next_look_ = added.when_;
    changed_.notify_one();
}

inline void watchdog::remove(alarm& removed) noexcept {
    const std::lock_guard lock{mutex_};
    watches_.erase({removed.when_, &removed});
}

inline void watchdog::bring_forward(alarm& rung) noexcept {
    const std::lock_guard lock{mutex_};
    if (rung.rung_) return;
    auto moved = watches_.extract({rung.when_, &rung}); // the same node: nothing is allocated
    if (!moved) return;
    rung.when_ = std::min<time_point>(rung.when_, std::chrono::steady_clock::now());
    moved.value().first = rung.when_;
    watches_.insert(std::move(moved));
    if (rung.when_ >= next_look_) return;
    next_look_ = rung.when_;
    changed_.notify_one();
}

inline void watchdog::start() {
    const signals_held here;
    thread_ = std::thread{[this] { run(); }};
}

inline void watchdog::run() {
    std::unique_lock lock{mutex_};
    while (!ending_) {
        ring_what_is_due();
        next_look_ = watches_.empty() ? time_point::max() : watches_.begin()->first;
        if (next_look_ == time_point::max())
            changed_.wait(lock);
        else
            changed_.wait_until(lock, next_look_);
    }
}

inline void watchdog::ring_what_is_due() noexcept {
    const time_point now = std::chrono::steady_clock::now();
    while (!watches_.empty() && watches_.begin()->first <= now) {
        auto due = watches_.extract(watches_.begin()); // put back as it is: nothing is allocated
        alarm& rung = *due.value().second;
        rung.rung_ = true;
        rung.when_ = rung.what_(rung.context_);
        due.value().first = rung.when_;
        if (rung.when_ != time_point::max()) watches_.insert(std::move(due));
    }
}

} // namespace cenote::db
