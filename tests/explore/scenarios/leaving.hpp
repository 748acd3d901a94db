#pragma once

#include <cenote/base/timeout.hpp>

#include <cenote/policy/waiting.hpp>

#include "../stage.hpp"

#include <chrono>

/// Some have a deadline, or no time at all.
namespace explore::leaving {

using namespace cenote;
using namespace std::chrono_literals;

template <class Pool>
void use_within(Pool& pool, timeout limit) {
    if (auto got = pool.acquire(limit)) got.use();
}

/// One may have to leave when it is about to be served.
template <class Way>
void one_may_leave(stage& s, Way) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 1});
    pool.expects.in_order = Way::strict;
    s.thread([&] { pool.acquire().use(); });
    s.thread([&] { use_within(pool, 1ms); });
    s.thread([&] { pool.acquire().use(); });
    s.run();
}

template <class Way>
void all_may_leave(stage& s, Way) {
    auto& pool = Way::pool(s, {.max_size = 1});
    for (int i = 1; i <= 3; ++i)
        s.thread([&pool, i] { use_within(pool, i * 1ms); });
    s.run();
}

template <class Way>
void some_do_not_wait(stage& s, Way) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 1});
    s.thread([&] { pool.acquire().use(); });
    s.thread([&] { pool.acquire().use(); });
    s.thread([&] {
        use_within(pool, 0s);
        if (auto got = pool.try_acquire()) got.use();
    });
    s.run();
}

template <class Way>
void crowd(stage& s, Way) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 2});
    for (int i = 0; i < 5; ++i)
        s.thread([&pool, i] {
            for (int round = 0; round < 2; ++round)
                use_within(pool, i < 2 ? deadline::never() : timeout{i * 1ms});
            if (auto got = pool.try_acquire()) got.use();
        });
    s.run();
}

/// Not everybody may wait.
template <class Waiting>
void turn_away(stage& s) {
    auto& pool = s.pool({.max_size = 1}, Waiting{1});
    pool.expects.turns_away = true;
    for (int i = 0; i < 3; ++i)
        s.thread([&] { use_within(pool, deadline::never()); });
    s.run();
}

struct never_wait : waiting::fail_fast {
    explicit never_wait(int) {}
};

} // namespace explore::leaving
