// Opens fail, and resources are found dead, are refreshed or are used up.
#include <cenote/policy/recycling.hpp>
#include <cenote/policy/refreshing.hpp>
#include <cenote/policy/release.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/validation.hpp>

#include "../ways.hpp"

#include <chrono>

namespace explore {
namespace {

using namespace cenote;
using namespace std::chrono_literals;

/// Two use a resource if they get one, and one more has a deadline.
template <class Pool>
void three_use(stage& s, Pool& pool) {
    for (int i = 0; i < 2; ++i)
        s.thread([&] {
            if (auto got = pool.acquire()) got.use();
        });
    s.thread([&] {
        if (auto got = pool.acquire(5ms)) got.use();
    });
    s.run();
}

/// Of the first opens, those fail whose bit is set.
template <class Way>
void opens_fail(stage& s, Way, unsigned which) {
    auto& pool = Way::pool(s, {.max_size = 1});
    pool.at().fails = which;
    three_use(s, pool);
}

template <class Way>
void opens_fail_and_are_tried_again(stage& s, Way, unsigned which) {
    auto& pool = Way::pool(s, {.max_size = 1}, retry::constant{.delay = 2ms, .attempts = 2});
    pool.at().fails = which;
    three_use(s, pool);
}

/// One tries for all; and where `after` is over, the others are told so.
template <class Way>
void a_breaker(stage& s, Way, duration after, unsigned which) {
    auto& pool = Way::pool(
        s,
        {.max_size = 2},
        retry::breaker{after, 2ms, retry::constant{.delay = 1ms, .attempts = 2}});
    pool.at().fails = which;
    three_use(s, pool);
}

/// A refresh while resources are out, idle, and waited for.
template <class Way, class... Policies>
void refresh(stage& s, Way, Policies... policies) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 2}, policies...);
    for (int i = 0; i < 2; ++i)
        s.thread([&] {
            pool.acquire().use();
            pool.acquire().use();
        });
    s.thread([&] {
        pool.refresh();
        pool.acquire().discard(fault::lost);
    });
    s.run();
}

/// What is idle is found dead; what is opened then is not.
template <class Way, class Refreshing>
void found_dead(stage& s, Way, Refreshing refreshing) {
    auto& pool = Way::pool(s, {.min_idle = 1, .max_size = 1}, refreshing, validation::always{});
    pool.at().dead = true;
    three_use(s, pool);
}

template <class Way, class Policy>
void used_up(stage& s, Way, Policy policy) {
    three_use(s, Way::pool(s, {.max_size = 1}, policy));
}

} // namespace

void add_failing(catalogue& all) {
    all_ways::add(all, "the first open fails", 2, [](stage& s, auto w) { opens_fail(s, w, 1); });
    two_ways::add(all, "the second open fails", 2, [](stage& s, auto w) { opens_fail(s, w, 2); });
    two_ways::add(all, "two opens fail", 2, [](stage& s, auto w) { opens_fail(s, w, 3); });
    all_ways::add(all, "an open is tried again", 1, [](stage& s, auto w) {
        opens_fail_and_are_tried_again(s, w, 1);
    });
    two_ways::add(all, "opens are tried again", 1, [](stage& s, auto w) {
        opens_fail_and_are_tried_again(s, w, 7);
    });
    two_ways::add(all, "a breaker, failing", 0, [](stage& s, auto w) { a_breaker(s, w, 1h, 3); });
    two_ways::add(all, "a breaker, tripped", 1, [](stage& s, auto w) { a_breaker(s, w, 0s, 3); });
    two_ways::add(all, "a refresh, suspect", 2, [](stage& s, auto w) {
        refresh(s, w, refreshing::suspect{});
    });
    two_ways::add(all, "a refresh, suspect and proven", 2, [](stage& s, auto w) {
        refresh(s, w, refreshing::suspect{}, validation::always{});
    });
    two_ways::add(
        all, "a refresh, retire", 2, [](stage& s, auto w) { refresh(s, w, refreshing::retire{}); });
    two_ways::add(all, "found dead, suspect", 2, [](stage& s, auto w) {
        found_dead(s, w, refreshing::suspect{});
    });
    two_ways::add(all, "found dead, retire", 2, [](stage& s, auto w) {
        found_dead(s, w, refreshing::retire{});
    });
    two_ways::add(
        all, "none is kept", 2, [](stage& s, auto w) { used_up(s, w, release::discard{}); });
    two_ways::add(all, "used up after two uses", 2, [](stage& s, auto w) {
        used_up(s, w, recycling::max_uses{.count = 2});
    });
}

} // namespace explore
