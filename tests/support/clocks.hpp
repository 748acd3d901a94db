#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>

namespace test {

/// Time for tests of one thread: who waits is there at once. Copies share the time.
class leaping_clock {
public:
    using concern = cenote::concerns::clock;

    [[nodiscard]] cenote::time_point now() const noexcept { return *now_; }

    void wait_until(
        std::unique_lock<std::mutex>&, std::condition_variable&, cenote::time_point until) const {
        if (until == cenote::time_point::max()) throw std::logic_error{"waits for ever"};
        if (until > *now_) *now_ = until;
    }

    void advance(cenote::duration by) const { *now_ += by; }

private:
    std::shared_ptr<cenote::time_point> now_ =
        std::make_shared<cenote::time_point>(std::chrono::hours{1});
};

/// A clock that must not be read: it counts who does. Copies share the count.
class unread_clock {
public:
    using concern = cenote::concerns::clock;

    [[nodiscard]] cenote::time_point now() const noexcept {
        ++*reads_;
        return {};
    }

    void
    wait_until(std::unique_lock<std::mutex>&, std::condition_variable&, cenote::time_point) const {
        ++*reads_;
    }

    [[nodiscard]] int reads() const noexcept { return *reads_; }

private:
    std::shared_ptr<int> reads_ = std::make_shared<int>(0);
};

} // namespace test
