#pragma once

#include <cenote/db/watchdog.hpp>

#include <atomic>
#include <mutex>

namespace cenote::db {

/// Lets another thread end the work of one call: what the database is doing then is cancelled, as
/// at a deadline. One for each call, to be given to `session_care::within`, to one at a time.
///
/// Thread-safety: any thread may request at any time, for as long as the object lives.
class interrupt {
public:
    class bell;

    interrupt() = default;
    interrupt(const interrupt&) = delete;
    interrupt& operator=(const interrupt&) = delete;
    ~interrupt() = default;

    /// Has work that is being done ended, and none begun from now on. Work that has ended is not
    /// hurt. Further requests do nothing. Returns at once: the watchdog's thread does the rest.
    void request() noexcept {
        const std::lock_guard lock{mutex_};
        requested_.store(true, std::memory_order_relaxed);
        if (rung_ != nullptr) rung_->ring_now();
    }

    [[nodiscard]] bool requested() const noexcept {
        return requested_.load(std::memory_order_relaxed);
    }

private:
    // Tells only that there was a request and publishes nothing, so relaxed is enough. Written
    // under the mutex, so that a request finds the bell or is found by who hangs it.
    std::atomic<bool> requested_{false};
    std::mutex mutex_;                // guards rung_; taken before the watchdog's, never after
    watchdog::alarm* rung_ = nullptr; // alive while it is here
};

/// Has a request ring an alarm, which must outlive it. Rings at once for one that came before.
class interrupt::bell {
public:
    /// Of nothing, if `by` is null. Precondition: `by` has no other bell.
    bell(interrupt* by, watchdog::alarm& rung) noexcept
        : by_{by} {
        if (by_ == nullptr) return;
        const std::lock_guard lock{by_->mutex_};
        by_->rung_ = &rung;
        if (by_->requested()) rung.ring_now();
    }

    bell(const bell&) = delete;
    bell& operator=(const bell&) = delete;

    ~bell() { remove(); }

    /// Afterwards no request touches the alarm. May be called again.
    void remove() noexcept {
        if (by_ == nullptr) return;
        const std::lock_guard lock{by_->mutex_};
        by_->rung_ = nullptr;
    }

private:
    interrupt* by_;
};

} // namespace cenote::db
