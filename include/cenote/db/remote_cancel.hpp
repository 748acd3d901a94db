#pragma once

#include <cenote/base/signals_held.hpp>
#include <cenote/base/time.hpp>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace cenote::db {

/// A request to cancel a statement, which takes a connection of its own and may hang for as long as
/// the server does: so it runs on a thread of its own, which is left behind if it hangs.
///
/// Thread-safety: `start` on one thread, `settle` on another, after `start` has returned.
class remote_cancel {
public:
    /// Requests under way at once in the process; a further one is not made.
    static constexpr int most = 8;

    /// `job` makes the request, and must hold all it needs: it may outlive this object. What it
    /// throws is dropped: the request has failed then. Empty if no request can be made.
    explicit remote_cancel(std::function<void()> job)
        : request_{std::make_shared<request>(std::move(job))} {}

    /// Sends the request on its way; false if there are too many already. Starts a thread, which
    /// takes some 50 us, and does not block.
    bool start() noexcept {
        if (!request_->can_be_made()) return false;
        // Counts threads and guards nothing, so relaxed is enough.
        if (under_way().fetch_add(1, std::memory_order_relaxed) < most) {
            try {
                const signals_held here;
                std::thread{[sent = request_] {
                    sent->make();
                    under_way().fetch_sub(1, std::memory_order_relaxed);
                }}.detach();
                return started_ = true;
            } catch (...) { // no thread to be had: as if there were too many
            }
        }
        under_way().fetch_sub(1, std::memory_order_relaxed);
        return false;
    }

    /// Waits until no request is under way; false if one still is at `until`.
    [[nodiscard]] bool settle(deadline until) noexcept {
        return !started_ || request_->wait(until);
    }

private:
    class request {
    public:
        explicit request(std::function<void()> job)
            : job_{std::move(job)} {}

        [[nodiscard]] bool can_be_made() const noexcept { return static_cast<bool>(job_); }

        void make() noexcept {
            try {
                job_();
            } catch (...) { // the next rung will do
            }
            const std::lock_guard lock{mutex_};
            made_ = true;
            changed_.notify_all();
        }

        bool wait(deadline until) noexcept {
            std::unique_lock lock{mutex_};
            return changed_.wait_until(lock, until.when(), [this] { return made_; });
        }

    private:
        std::function<void()> job_;
        std::mutex mutex_; // guards made_
        std::condition_variable changed_;
        bool made_ = false;
    };

    static std::atomic<int>& under_way() noexcept {
        static std::atomic<int> count{0};
        return count;
    }

    std::shared_ptr<request> request_;
    bool started_ = false; // written by start(), before what makes settle() safe to call
};

} // namespace cenote::db
