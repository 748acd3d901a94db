#include "../support/acquire.hpp"

#include <benchmark/benchmark.h>
#include <condition_variable>
#include <mutex>

namespace {

using bench::acquire;
using bench::dummies;
using asks_the_time = cenote::recycling::max_idle;
namespace clock = cenote::clock;

/// `clock::steady` without its coarse time, so that every stamp is exact.
class exact {
public:
    using concern = cenote::concerns::clock;

    [[nodiscard]] cenote::time_point now() const noexcept { return inner_.now(); }

    void wait_until(
        std::unique_lock<std::mutex>& lock,
        std::condition_variable& notified,
        cenote::time_point until) const {
        inner_.wait_until(lock, notified, until);
    }

private:
    clock::steady inner_;
};

// A clock that no policy asks for the time is not read.
BENCHMARK(acquire<dummies<clock::steady>>)->Name("acquire/clock/steady_unread");
BENCHMARK(acquire<dummies<clock::steady, asks_the_time>>)->Name("acquire/clock/steady");
BENCHMARK(acquire<dummies<exact, asks_the_time>>)->Name("acquire/clock/exact");
BENCHMARK(acquire<dummies<clock::manual, asks_the_time>>)->Name("acquire/clock/manual");

} // namespace
