#pragma once

#include <cenote/base/time.hpp>

#include <atomic>
#include <faults/figures.hpp>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace faults {

/// What the load has to know of the fault: when sessions were broken, and whether to pause.
///
/// Thread-safety: every function, from any thread.
class trouble {
    struct span {
        clock::time_point begin;
        clock::time_point end;
    };

public:
    /// A session that was broken that long ago and is lent has been lent dead.
    static constexpr auto grace = std::chrono::milliseconds{20};

    /// Forgets all.
    void clear() {
        const std::lock_guard held{mutex_};
        spans_.clear();
    }

    /// Notes that sessions break from now on.
    void begin() {
        const std::lock_guard held{mutex_};
        spans_.push_back({clock::now(), clock::time_point::max()});
    }

    /// Notes that those are broken which will be.
    void end() {
        const std::lock_guard held{mutex_};
        if (!spans_.empty()) spans_.back().end = clock::now() + grace;
    }

    /// Does what breaks sessions; they are broken when it returns.
    template <class F>
    void breaking(F f) {
        begin();
        f();
        end();
    }

    /// Whether a session that was lent at `lent` and is found broken at `found` may have been broken
    /// in between, or just before.
    [[nodiscard]] bool explains(clock::time_point lent, clock::time_point found) const {
        const std::lock_guard held{mutex_};
        for (const auto& [begin, end] : spans_)
            if (begin <= found && lent <= end) return true;
        return false;
    }

    /// Keeps calls from beginning, and waits until none is under way.
    void pause() {
        paused_ = true;
        while (busy_ > 0)
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }

    void resume() { paused_ = false; }

    /// Makes a call, unless there is a pause.
    template <class F>
    void unless_paused(F call) {
        ++busy_; // before looking, so that a pause that is not seen here sees this
        if (!paused_) call();
        --busy_;
    }

private:
    mutable std::mutex mutex_; // guards spans_
    std::vector<span> spans_{};
    std::atomic<bool> paused_{false};
    std::atomic<int> busy_{0};
};

} // namespace faults
