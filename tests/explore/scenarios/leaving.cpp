// Some have a deadline, or no time at all.
#include <cenote/policy/waiting.hpp>

#include "../scenario.hpp"
#include "../stage.hpp"

#include <array>
#include <chrono>

namespace explore {
namespace {

using namespace cenote;
using namespace std::chrono_literals;

/// One may have to leave when it is about to be served.
template <class Waiting>
void one_may_leave(stage& s) {
    auto& pool = s.pool({.max_size = 1}, Waiting{});
    pool.expects.in_order = std::same_as<Waiting, waiting::fifo>;
    s.thread([&] { pool.acquire().use(); });
    s.thread([&] {
        if (auto got = pool.acquire(1ms)) got.use();
    });
    s.thread([&] { pool.acquire().use(); });
    s.run();
}

template <class Waiting>
void all_may_leave(stage& s) {
    auto& pool = s.pool({.max_size = 1}, Waiting{});
    for (int i = 1; i <= 3; ++i)
        s.thread([&pool, i] {
            if (auto got = pool.acquire(i * 1ms)) got.use();
        });
    s.run();
}

template <class Waiting>
void some_do_not_wait(stage& s) {
    auto& pool = s.pool({.max_size = 1}, Waiting{});
    s.thread([&] { pool.acquire().use(); });
    s.thread([&] { pool.acquire().use(); });
    s.thread([&] {
        if (auto got = pool.acquire(0s)) got.use();
        if (auto got = pool.try_acquire()) got.use();
    });
    s.run();
}

template <class Waiting>
void crowd(stage& s) {
    auto& pool = s.pool({.max_size = 2}, Waiting{});
    for (int i = 0; i < 5; ++i)
        s.thread([&pool, i] {
            for (int round = 0; round < 2; ++round)
                if (auto got = i < 2 ? pool.acquire() : pool.acquire(i * 1ms)) got.use();
            if (auto got = pool.try_acquire()) got.use();
        });
    s.run();
}

void bounded(stage& s) {
    auto& pool = s.pool({.max_size = 1}, waiting::bounded{1});
    pool.expects.turns_away = true;
    for (int i = 0; i < 3; ++i)
        s.thread([&] {
            if (auto got = pool.acquire()) got.use();
        });
    s.run();
}

void fail_fast(stage& s) {
    auto& pool = s.pool({.max_size = 1}, waiting::fail_fast{});
    pool.expects.turns_away = true;
    for (int i = 0; i < 3; ++i)
        s.thread([&] {
            if (auto got = pool.acquire()) got.use();
        });
    s.run();
}

constexpr std::array all = {
    scenario{"one may leave, fifo", one_may_leave<waiting::fifo>},
    scenario{"one may leave, fifo_after", one_may_leave<waiting::fifo_after>},
    scenario{"one may leave, barging", one_may_leave<waiting::barging>},
    scenario{"all may leave, fifo", all_may_leave<waiting::fifo>},
    scenario{"all may leave, fifo_after", all_may_leave<waiting::fifo_after>},
    scenario{"all may leave, barging", all_may_leave<waiting::barging>},
    scenario{"some do not wait, fifo", some_do_not_wait<waiting::fifo>},
    scenario{"some do not wait, fifo_after", some_do_not_wait<waiting::fifo_after>},
    scenario{"a crowd with deadlines, fifo", crowd<waiting::fifo>, 0},
    scenario{"a crowd with deadlines, fifo_after", crowd<waiting::fifo_after>, 0},
    scenario{"a crowd with deadlines, barging", crowd<waiting::barging>, 0},
    scenario{"bounded", bounded},
    scenario{"fail_fast", fail_fast},
};

} // namespace

std::span<const scenario> leaving() noexcept {
    return all;
}

} // namespace explore
