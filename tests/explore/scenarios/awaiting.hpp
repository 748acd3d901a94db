#pragma once

#include <cenote/base/timeout.hpp>

#include "../awaiting.hpp"
#include "../stage.hpp"

#include <chrono>
#include <cstddef>
#include <type_traits>

/// Some await, and are cancelled perhaps, beside others that block.
namespace explore::beside {

using namespace cenote;
using namespace std::chrono_literals;

template <class Pool>
using awaiter_of = typename std::remove_reference_t<Pool>::awaiter;

/// A thread that awaits a resource, if it is not cancelled first.
template <class Pool>
auto& await(stage& s, Pool& pool, timeout limit = deadline::never()) {
    auto& who = s.keep<awaiter_of<Pool>>();
    s.thread([&pool, &who, limit] {
        if (auto got = pool.await(who, limit)) got.use();
    });
    return who;
}

template <class Pool>
void block(stage& s, Pool& pool) {
    s.thread([&pool] {
        if (auto got = pool.acquire()) got.use();
    });
}

template <class Way>
void share(stage& s, Way, std::size_t awaiting, std::size_t blocking) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 1}, on_the_spot{});
    pool.expects.in_order = Way::strict;
    for (std::size_t i = 0; i < awaiting; ++i)
        await(s, pool);
    for (std::size_t i = 0; i < blocking; ++i)
        block(s, pool);
    s.run();
}

/// One is cancelled, wherever it is, while others use what it waits for.
template <class Way>
void cancel_one(stage& s, Way) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 1}, on_the_spot{});
    auto& who = await(s, pool);
    block(s, pool);
    s.thread([&pool, &who] {
        pool.acquire().use();
        who.cancel();
    });
    s.run();
}

template <class Way>
void cancel_one_of_two(stage& s, Way) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 1}, on_the_spot{});
    auto& who = await(s, pool);
    await(s, pool);
    block(s, pool);
    s.thread([&who] { who.cancel(); });
    s.run();
}

/// All that wait are told in one event.
template <class Way>
void close_while_two_wait(stage& s, Way) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 1}, on_the_spot{});
    auto& who = await(s, pool);
    await(s, pool);
    await(s, pool);
    s.thread([&pool, &who] {
        pool.close();
        who.cancel();
    });
    s.run();
}

} // namespace explore::beside
