// Callers that await, in one queue with callers that block.
#include "awaiting.hpp"

#include <cenote/policy/retry.hpp>

#include "../ways.hpp"

namespace explore {
namespace {

using namespace beside;

template <class Way>
void one_is_late(stage& s, Way) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 1}, on_the_spot{});
    await(s, pool, 1ms);
    await(s, pool);
    block(s, pool);
    s.run();
}

template <class Way>
void opens_fail(stage& s, Way, unsigned which) {
    auto& pool =
        Way::pool(s, {.max_size = 1}, on_the_spot{}, retry::constant{.delay = 2ms, .attempts = 2});
    pool.at().fails = which;
    auto& who = await(s, pool);
    await(s, pool, 5ms);
    s.thread([&pool, &who] {
        if (auto got = pool.acquire(5ms)) got.use();
        who.cancel();
    });
    s.run();
}

template <class Way>
void crowd(stage& s, Way) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 2}, on_the_spot{});
    for (int i = 0; i < 3; ++i)
        block(s, pool);
    auto& first = await(s, pool);
    await(s, pool, 1ms);
    auto& last = await(s, pool);
    s.thread([&first, &last] {
        last.cancel();
        first.cancel();
    });
    s.run();
}

} // namespace

void add_awaiting(catalogue& all) {
    all_ways::add(
        all, "one awaits, one blocks", 4, [](stage& s, auto way) { share(s, way, 1, 1); });
    all_ways::add(all, "two await, one blocks", 2, [](stage& s, auto way) { share(s, way, 2, 1); });
    all_ways::add(
        all, "one that awaits is cancelled", 2, [](stage& s, auto way) { cancel_one(s, way); });
    two_ways::add(all, "one of two that await is cancelled", 1, [](stage& s, auto way) {
        cancel_one_of_two(s, way);
    });
    two_ways::add(
        all, "one that awaits is late", 2, [](stage& s, auto way) { one_is_late(s, way); });
    for (const unsigned which : {1U, 3U})
        two_ways::add(all, "opens fail for who awaits", 1, [which](stage& s, auto way) {
            opens_fail(s, way, which);
        });
    two_ways::add(all, "closed while some await", 1, [](stage& s, auto way) {
        close_while_two_wait(s, way);
    });
    all_ways::add(all, "a crowd, some await", 0, [](stage& s, auto way) { crowd(s, way); });
}

} // namespace explore
