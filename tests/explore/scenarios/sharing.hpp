#pragma once

#include <cenote/base/limits.hpp>

#include "../meeting.hpp"
#include "../stage.hpp"

#include <cstddef>
#include <memory>
#include <vector>

/// Threads share what the pool has, and all have the time to wait.
namespace explore::sharing {

using namespace cenote;

/// Each of `threads` uses a resource `rounds` times; at first, some are idle.
template <class Way>
void share(stage& s, Way, limits bounds, std::size_t threads, std::size_t rounds) {
    auto& pool = Way::pool(s, bounds);
    pool.expects.in_order = Way::strict && bounds.max_size == 1; // else who is served may run later
    if (Way::strict) pool.expects.wakes = 1;
    for (std::size_t i = 0; i < threads; ++i)
        s.thread([&pool, rounds] {
            for (std::size_t round = 0; round < rounds; ++round)
                pool.acquire().use();
        });
    s.run();
}

/// What one gives up with its resource, another gets as an empty place.
template <class Way>
void discard(stage& s, Way) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 1});
    s.thread([&] { pool.acquire().discard(); });
    s.thread([&] { pool.acquire().discard(fault::lost); });
    s.thread([&] { pool.acquire().use(); });
    s.run();
}

template <class Way>
void detach(stage& s, Way) {
    auto& pool = Way::pool(s, {.max_size = 1});
    pool.expect_detached(1);
    s.thread([&] { s.keep<std::unique_ptr<resource>>(pool.acquire().detach()); });
    s.thread([&] { pool.acquire().use(); });
    s.thread([&] { pool.acquire().use(); });
    s.run();
}

/// One holds two at once, while others want one.
template <class Way>
void hold_two(stage& s, Way) {
    auto& pool = Way::pool(s, {.min_idle = 2, .max_size = 3});
    s.thread([&] {
        const auto first = pool.acquire();
        pool.acquire().use();
        first.use();
    });
    s.thread([&] {
        const auto first = pool.acquire();
        pool.acquire().use();
    });
    s.thread([&] { pool.acquire().use(); });
    s.run();
}

/// What one takes, another gives back.
template <class Way>
void pass_on(stage& s, Way) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 1});
    auto& passed = s.keep<loan_of<decltype(pool)>>(pool.acquire());
    s.thread([&] {
        passed.use();
        passed.release();
        pool.acquire().use();
    });
    for (int i = 0; i < 2; ++i)
        s.thread([&] { pool.acquire().use(); });
    s.run();
}

/// Two hold a resource each at the same time, while one comes and goes.
template <class Way>
void hold_together(stage& s, Way, limits bounds) {
    auto& pool = Way::pool(s, bounds);
    auto& both = s.keep<meeting>(std::size_t{2});
    for (int i = 0; i < 2; ++i)
        s.thread([&] {
            const auto held = pool.acquire();
            both.wait();
        });
    s.thread([&] {
        pool.acquire().use();
        pool.acquire().use();
    });
    s.run();
}

/// One gives two back, the second kept or closed, while two wait for them, to hold them together.
template <class Way>
void give_two_back(stage& s, Way, bool keep_second) {
    auto& pool = Way::pool(s, {.max_size = 2});
    auto& first = s.keep<loan_of<decltype(pool)>>(pool.acquire());
    auto& second = s.keep<loan_of<decltype(pool)>>(pool.acquire());
    s.thread([&, keep_second] {
        first.release();
        keep_second ? second.release() : second.discard();
    });
    auto& both = s.keep<meeting>(std::size_t{2});
    for (int i = 0; i < 2; ++i)
        s.thread([&] {
            const auto held = pool.acquire();
            both.wait();
        });
    s.run();
}

/// Somebody counts meanwhile.
template <class Way>
void count(stage& s, Way) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 2});
    for (int i = 0; i < 2; ++i)
        s.thread([&] {
            pool.acquire().use();
            pool.acquire().discard();
        });
    s.thread([&] {
        pool.check_sum();
        pool.check_sum();
    });
    s.run();
}

/// Most of many places are out for good, and some share the others.
template <class Way>
void share_rest_of_many(stage& s, Way) {
    constexpr std::size_t all = 67;
    auto& pool = Way::pool(s, {.min_idle = all - 1, .max_size = all});
    auto& out = s.keep<std::vector<loan_of<decltype(pool)>>>();
    for (std::size_t i = 2; i < all; ++i)
        out.push_back(pool.acquire());
    for (int i = 0; i < 4; ++i)
        s.thread([&pool, &out, i] {
            pool.acquire().use();
            pool.acquire().use();
            if (i == 0) out.clear();
        });
    s.run();
}

} // namespace explore::sharing
