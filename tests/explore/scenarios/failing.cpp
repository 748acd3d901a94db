// Opens fail, and resources are found dead, are refreshed or are used up.
#include <cenote/policy/recycling.hpp>
#include <cenote/policy/refreshing.hpp>
#include <cenote/policy/release.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/validation.hpp>
#include <cenote/policy/waiting.hpp>

#include "../scenario.hpp"
#include "../stage.hpp"

#include <array>
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

/// Of the first opens, the one whose bit is set fails.
template <unsigned Fails>
void opens_fail(stage& s) {
    auto& pool = s.pool({.max_size = 1}, waiting::fifo{});
    pool.at().fails = Fails;
    three_use(s, pool);
}

template <unsigned Fails>
void opens_fail_and_are_tried_again(stage& s) {
    auto& pool = s.pool({.max_size = 1}, retry::constant{.delay = 2ms, .attempts = 2});
    pool.at().fails = Fails;
    three_use(s, pool);
}

template <class Release>
void none_is_kept(stage& s) {
    auto& pool = s.pool({.max_size = 1}, Release{});
    three_use(s, pool);
}

void used_up(stage& s) {
    auto& pool = s.pool({.max_size = 1}, recycling::max_uses{.count = 2});
    three_use(s, pool);
}

/// A refresh while resources are out, idle, and waited for.
template <class Refreshing, class... Validation>
void refresh(stage& s) {
    auto& pool = s.pool({.max_size = 2}, Refreshing{}, Validation{}...);
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

/// One resource is found dead, and the others fall under suspicion.
template <class Refreshing>
void found_dead(stage& s) {
    auto& pool = s.pool({.min_idle = 1, .max_size = 1}, Refreshing{}, validation::always{});
    pool.at().dead = true;
    three_use(s, pool);
}

constexpr std::array all = {
    scenario{"the first open fails", opens_fail<1>},
    scenario{"the second open fails", opens_fail<2>},
    scenario{"the first two opens fail", opens_fail<3>},
    scenario{"a failed open is tried again", opens_fail_and_are_tried_again<1>},
    scenario{"three failed opens, tried again", opens_fail_and_are_tried_again<7>},
    scenario{"none is kept", none_is_kept<release::discard>},
    scenario{"used up after two uses", used_up},
    scenario{"a refresh, suspect", refresh<refreshing::suspect>, 1},
    scenario{
        "a refresh, suspect and proven", refresh<refreshing::suspect, validation::always<>>, 1},
    scenario{"a refresh, retire", refresh<refreshing::retire>, 1},
    scenario{"found dead, suspect", found_dead<refreshing::suspect>},
    scenario{"found dead, retire", found_dead<refreshing::retire>},
};

} // namespace

std::span<const scenario> failing() noexcept {
    return all;
}

} // namespace explore
