// The pool is closed or destroyed while it is used.

#include "../ways.hpp"

#include <chrono>

namespace explore {
namespace {

using namespace cenote;
using namespace std::chrono_literals;

template <class Way>
void close_while_used(stage& s, Way, limits bounds) {
    auto& pool = Way::pool(s, bounds);
    for (int i = 0; i < 2; ++i)
        s.thread([&] {
            if (auto got = pool.acquire()) got.use();
        });
    s.thread([&] { pool.close(); });
    s.run();
}

/// Two close, and both wait for the end.
template <class Way>
void closed_twice(stage& s, Way) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 1});
    s.thread([&] {
        if (auto got = pool.acquire()) got.use();
    });
    for (int i = 0; i < 2; ++i)
        s.thread([&] { pool.close(); });
    s.run();
}

template <class Way>
void close_while_opening_fails(stage& s, Way) {
    auto& pool = Way::pool(s, {.max_size = 1});
    pool.at().fails = 1;
    for (int i = 0; i < 2; ++i)
        s.thread([&] {
            if (auto got = pool.acquire(1ms)) got.discard();
        });
    s.thread([&] { pool.close(); });
    s.run();
}

/// What was lent comes back while the pool goes, or after that; whoever is last cleans up.
template <class Way>
void leases_outlive(stage& s, Way, std::size_t leases, bool kept) {
    auto& pool = Way::pool(s, {.max_size = leases});
    for (std::size_t i = 0; i < leases; ++i)
        s.thread([&lent = s.keep<loan_of<decltype(pool)>>(pool.acquire()), kept] {
            if (kept)
                lent.release();
            else
                lent.discard();
        });
    s.thread([&] { pool.destroy(); });
    s.run();
}

} // namespace

void add_ending(catalogue& all) {
    all_ways::add(all, "closed while used", 2, [](stage& s, auto way) {
        close_while_used(s, way, {.max_size = 1});
    });
    all_ways::add(all, "closed while used, two open", 2, [](stage& s, auto way) {
        close_while_used(s, way, {.min_idle = 2, .max_size = 2});
    });
    two_ways::add(all, "closed by two", 2, [](stage& s, auto way) { closed_twice(s, way); });
    two_ways::add(all, "closed while opening fails", 2, [](stage& s, auto way) {
        close_while_opening_fails(s, way);
    });
    all_ways::add(all, "a lease outlives the pool", 5, [](stage& s, auto way) {
        leases_outlive(s, way, 1, true);
    });
    all_ways::add(all, "two leases outlive the pool", 3, [](stage& s, auto way) {
        leases_outlive(s, way, 2, true);
    });
    two_ways::add(all, "discarded leases outlive the pool", 3, [](stage& s, auto way) {
        leases_outlive(s, way, 2, false);
    });
}

} // namespace explore
