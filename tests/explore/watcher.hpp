#pragma once

#include <cenote/base/error.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>

#include "scheduler.hpp"

#include <array>
#include <cstddef>

namespace explore {

/// Who asked a pool when, and who waits: what the order of service is judged by.
class arrivals {
public:
    /// The thread that runs begins to ask.
    void ask(bool has_time) noexcept {
        mine().asked = ++moment_;
        mine().joined = has_time ? never : 0;
    }

    /// It has joined the queue.
    void join() noexcept {
        if (mine().joined == never) mine().joined = ++moment_;
    }

    /// It has been answered.
    void leave() noexcept { mine() = {}; }

    /// Whether somebody still waits who had joined the queue before the one that runs asked.
    [[nodiscard]] bool anybody_before() noexcept {
        for (const one& other : all_)
            if (other.joined != 0 && other.joined < mine().asked) return true;
        return false;
    }

private:
    static constexpr std::size_t never = ~std::size_t{0};

    struct one {
        std::size_t asked = 0;
        std::size_t joined = 0; // 0: nobody that counts, `never`: not yet
    };

    one& mine() noexcept {
        const std::size_t self = scheduler::running().current();
        return all_[self < all_.size() ? self : all_.size() - 1];
    }

    std::array<one, 16> all_{};
    std::size_t moment_ = 0;
};

/// The observer of a pool that is explored.
struct watcher {
    using concern = cenote::concerns::observer;

    arrivals* seen;

    void on_waiting() noexcept { seen->join(); }
};

} // namespace explore
