#pragma once

#include <cenote/base/signals_held.hpp>
#include <cenote/base/time.hpp>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <fcntl.h>
#include <memory>
#include <mutex>
#include <set>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace cenote::db {

/// Shuts sockets down at their deadlines, so that a call of a driver that waits for a silent peer
/// returns. One thread for the whole process.
///
/// The thread starts when a socket is first watched and ends with the last `shared_ptr` that
/// `shared()` gave: no pool, no thread. A process that exits while one is alive just stops it. A
/// child of fork(2) has no such thread: open its sessions in the child, after the fork.
///
/// A socket is watched through a dup(2) of its descriptor. A driver that closes its own, whose
/// number the next open of any thread may get, cannot make the watchdog hit a stranger.
///
/// Thread-safety: any thread may watch any socket. Complexity: watching costs O(log n) and two
/// system calls, under 1 us; it wakes the thread only if the deadline is the next one due.
class watchdog {
public:
    class guard;

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

    /// Ends the thread. Precondition: no guard is left.
    ~watchdog() {
        {
            const std::lock_guard lock{mutex_};
            ending_ = true;
        }
        changed_.notify_one();
        if (thread_.joinable()) thread_.join();
    }

private:
    using watch = std::pair<time_point, guard*>;

    void add(const watch& added);
    void remove(const watch& removed) noexcept;
    void start();
    void run();
    void shut_down_what_is_due();

    std::mutex mutex_; // guards all below
    std::condition_variable changed_;
    std::set<watch> watches_;
    time_point next_look_ = time_point::max();
    bool ending_ = false;
    std::thread thread_;
};

/// Watches one socket for as long as it lives.
class watchdog::guard {
public:
    /// Shuts the socket down at `until`, unless disarmed before. Watches nothing when the
    /// descriptor is negative or the deadline never comes.
    ///
    /// Throws: `std::system_error` when there is no descriptor or no thread to be had.
    guard(watchdog& dog, int descriptor, deadline until)
        : dog_{dog}
        , until_{until} {
        if (descriptor < 0 || until == deadline::never()) return;
        descriptor_ = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
        if (descriptor_ < 0) throw std::system_error{errno, std::generic_category(), "dup"};
        try {
            dog_.add({until_.when(), this});
        } catch (...) {
            ::close(descriptor_);
            throw;
        }
    }

    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;

    ~guard() { static_cast<void>(disarm()); }

    /// Ends the watch; afterwards the socket is not touched any more. May be called again.
    ///
    /// Returns: true if the deadline came first: the socket was shut down and is of no more use,
    /// whatever the call on it returned.
    bool disarm() noexcept {
        if (descriptor_ >= 0) {
            dog_.remove({until_.when(), this});
            ::close(descriptor_);
            descriptor_ = -1;
        }
        return fired_;
    }

private:
    friend class watchdog;

    void fire() noexcept {
        ::shutdown(descriptor_, SHUT_RDWR);
        fired_ = true;
    }

    watchdog& dog_;
    deadline until_;
    int descriptor_ = -1;
    bool fired_ = false; // written under the dog's mutex, read after remove() took it
};

inline void watchdog::add(const watch& added) {
    const std::lock_guard lock{mutex_};
    if (!thread_.joinable()) start();
    watches_.insert(added);
    if (added.first >= next_look_) return;
    next_look_ = added.first;
    changed_.notify_one();
}

inline void watchdog::remove(const watch& removed) noexcept {
    const std::lock_guard lock{mutex_};
    watches_.erase(removed);
}

inline void watchdog::start() {
    const signals_held here;
    thread_ = std::thread{[this] { run(); }};
}

inline void watchdog::run() {
    std::unique_lock lock{mutex_};
    while (!ending_) {
        shut_down_what_is_due();
        next_look_ = watches_.empty() ? time_point::max() : watches_.begin()->first;
        if (next_look_ == time_point::max())
            changed_.wait(lock);
        else
            changed_.wait_until(lock, next_look_);
    }
}

inline void watchdog::shut_down_what_is_due() {
    const time_point now = std::chrono::steady_clock::now();
    while (!watches_.empty() && watches_.begin()->first <= now) {
        watches_.begin()->second->fire();
        watches_.erase(watches_.begin());
    }
}

} // namespace cenote::db
