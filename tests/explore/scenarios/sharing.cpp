// Threads share what the pool has, and all have the time to wait.
#include "../ways.hpp"

#include <memory>

namespace explore {
namespace {

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

} // namespace

void add_sharing(catalogue& all) {
    all_ways::add(
        all, "two share one", 4, [](stage& s, auto way) { share(s, way, {.max_size = 1}, 2, 2); });
    all_ways::add(all, "two share one, open", 4, [](stage& s, auto way) {
        share(s, way, {.min_idle = 1, .max_size = 1}, 2, 2);
    });
    all_ways::add(all, "three share one, open", 2, [](stage& s, auto way) {
        share(s, way, {.min_idle = 1, .max_size = 1}, 3, 2);
    });
    all_ways::add(all, "three share two", 2, [](stage& s, auto way) {
        share(s, way, {.max_size = 2}, 3, 2);
    });
    all_ways::add(all, "three share two, open", 2, [](stage& s, auto way) {
        share(s, way, {.min_idle = 2, .max_size = 2}, 3, 2);
    });
    all_ways::add(
        all, "five share two", 0, [](stage& s, auto way) { share(s, way, {.max_size = 2}, 5, 3); });
    all_ways::add(all, "six share three", 0, [](stage& s, auto way) {
        share(s, way, {.min_idle = 1, .max_size = 3}, 6, 2);
    });
    all_ways::add(all, "two discard", 2, [](stage& s, auto way) { discard(s, way); });
    two_ways::add(all, "one detaches", 2, [](stage& s, auto way) { detach(s, way); });
    two_ways::add(all, "some hold two", 2, [](stage& s, auto way) { hold_two(s, way); });
}

} // namespace explore
