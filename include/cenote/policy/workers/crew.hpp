#pragma once

#include <cenote/base/job.hpp>
#include <cenote/base/signals_held.hpp>
#include <cenote/base/time.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace cenote::workers {

/// Threads that run jobs in the order in which they were given.
///
/// They are started as they are needed, are detached, and leave signals to the program's own
/// threads. Copies are the same crew. Once the last copy is gone the threads run what is queued and
/// then end; nobody waits for them, so that the last copy may go in one of them.
///
/// Thread-safety: all members, from any thread.
class crew {
public:
    crew()
        : own_{std::make_shared<share>()} {}

    /// Queues `work`, and starts a thread for it unless one is idle or there are `most`. A thread
    /// that is started here ends once it has had nothing to do for `linger`.
    ///
    /// Throws, and leaves `work` as it was: `std::bad_alloc`, and `std::system_error` when a thread
    /// cannot be had and there is no other. Precondition: `most` is not 0, `work` not empty.
    void start(job& work, std::size_t most, duration linger) const {
        state& s = *own_->all;
        {
            const std::lock_guard held{s.mutex};
            s.queue.push_back(std::move(work));
            if (s.idle < s.queue.size() && s.threads < most) hire(work, linger);
        }
        s.changed.notify_one();
    }

private:
    struct state {
        std::mutex mutex; // guards all that follows
        std::condition_variable changed;
        std::deque<job> queue; // unless it is empty, there is a thread
        std::size_t threads = 0;
        std::size_t idle = 0; // waiting, or woken and not yet at the mutex
        bool ending = false;
    };

    /// What the copies share; the threads hold the state alone, so that they do not keep the crew.
    struct share {
        share() = default;
        share(const share&) = delete;
        share& operator=(const share&) = delete;

        ~share() {
            {
                const std::lock_guard held{all->mutex};
                all->ending = true;
            }
            all->changed.notify_all();
        }

        std::shared_ptr<state> all = std::make_shared<state>();
    };

    // Under the mutex, so that no other caller counts on a thread that cannot be had. Moves the job
    // that was queued last back to `work` when it throws.
    void hire(job& work, duration linger) const {
        state& s = *own_->all;
        try {
            const signals_held here;
            std::thread{&crew::serve, own_->all, linger}.detach();
            ++s.threads;
        } catch (...) {
            if (s.threads > 0) return; // those that there are come to it
            work = std::move(s.queue.back());
            s.queue.pop_back();
            throw;
        }
    }

    static void serve(const std::shared_ptr<state>& all, duration linger) noexcept {
        while (job next = take(*all, linger))
            next.run();
    }

    // Empty: the thread is off the list.
    [[nodiscard]] static job take(state& s, duration linger) {
        // The largest span is beyond what a system call takes.
        constexpr duration longest = std::chrono::hours{24 * 365};
        std::unique_lock held{s.mutex};
        ++s.idle;
        s.changed.wait_for(
            held, std::min(linger, longest), [&] { return s.ending || !s.queue.empty(); });
        --s.idle;
        if (s.queue.empty()) {
            --s.threads;
            return {};
        }
        job next = std::move(s.queue.front());
        s.queue.pop_front();
        return next;
    }

    std::shared_ptr<const share> own_;
};

} // namespace cenote::workers
