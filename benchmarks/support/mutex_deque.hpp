#pragma once

#include "dummies.hpp"
#include "loan.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

namespace bench {

/// The pool that everybody writes first: a mutex, a queue, a condition variable.
class mutex_deque {
public:
    explicit mutex_deque(std::size_t size)
        : all_(size) {
        for (auto& one : all_)
            idle_.push_back(&one);
    }

    [[nodiscard]] loan<mutex_deque> acquire() { return loan{*this}; }

    [[nodiscard]] dummy* take() {
        std::unique_lock lock{mutex_};
        came_back_.wait(lock, [&] { return !idle_.empty(); });
        auto* one = idle_.front();
        idle_.pop_front();
        return one;
    }

    void put(dummy* one) {
        {
            const std::lock_guard guard{mutex_};
            idle_.push_back(one);
        }
        came_back_.notify_one();
    }

private:
    std::vector<dummy> all_;
    std::mutex mutex_; ///< Guards `idle_`.
    std::condition_variable came_back_;
    std::deque<dummy*> idle_;
};

} // namespace bench
