#pragma once

#include <cenote/policy/closing.hpp>
#include <cenote/policy/observer.hpp>
#include <cenote/policy/opening.hpp>
#include <cenote/policy/recycling.hpp>
#include <cenote/policy/refreshing.hpp>
#include <cenote/policy/release.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/upkeep.hpp>
#include <cenote/policy/validation.hpp>
#include <cenote/policy/waiting.hpp>

#include <cenote/pool.hpp>

#include "dice.hpp"
#include "factory.hpp"

#include <chrono>
#include <cstddef>

namespace torture {

/// What holds for one assembly of policies.
struct rules {
    const char* name;
    bool cleans = false;         ///< No transaction is left to the next borrower.
    bool closes_in_place = true; ///< A place is free only when its resource is closed.
    std::size_t opens = 0;       ///< In the background: the most at once, abandoned ones included.
};

inline constexpr std::size_t assemblies = 8;

/// Calls `play(rules, policies...)` with one of them, its values drawn.
template <class Play>
void with_assembly(std::size_t which, dice& d, Play play) {
    using namespace cenote;
    using namespace std::chrono_literals;
    const probe::ping asked{.timeout = 5ms + d.up_to(10ms)};
    const retry::full_jitter jitter{.base = 1ms, .cap = 8ms, .attempts = 4};
    const opening::in_background behind{
        .limit = d.between(1, 3), .patience = 3ms + d.up_to(12ms), .abandoned = d.between(1, 3)};
    const auto opens = behind.limit + behind.abandoned - 1;
    const upkeep::every often{
        .interval = 1ms + d.up_to(5ms), .keepalive = d.up_to(4ms), .proofs = d.between(1, 4)};
    const closing::in_background aside{.limit = d.between(1, 2)};
    const recycling::max_age young{.limit = 5ms + d.up_to(40ms)};
    const recycling::max_idle busy{.limit = 1ms + d.up_to(5ms)};
    const recycling::max_uses few{.count = d.between(1, 12)};
    const release::rollback clean{};

    switch (which % assemblies) {
    case 0: return play(rules{.name = "defaults"});
    case 1:
        return play(
            rules{.name = "background, always", .cleans = true, .opens = opens},
            behind,
            jitter,
            validation::always{asked},
            recycling::any_of{young, few},
            clean,
            waiting::fifo{});
    case 2:
        return play(
            rules{
                .name = "background, upkeep, budgeted",
                .cleans = true,
                .closes_in_place = false,
                .opens = opens},
            behind,
            aside,
            often,
            retry::budgeted{200.0, 0.2, 5.0, jitter},
            validation::after_idle{1ms, asked},
            busy,
            release::reset{},
            refreshing::retire{},
            waiting::fifo_after{2});
    case 3:
        return play(
            rules{.name = "closing behind, upkeep, breaker", .closes_in_place = false},
            aside,
            often,
            retry::breaker{5ms, 4ms, jitter},
            validation::ladder<>{1ms, asked},
            young,
            release::discard_on_exception{clean},
            waiting::barging{});
    case 4:
        return play(
            rules{.name = "background, breaker, bounded", .opens = opens},
            behind,
            retry::breaker{10ms, 3ms, retry::none{}},
            refreshing::none{},
            release::discard_on_exception{},
            waiting::bounded{d.between(0, 4)});
    case 5:
        return play(
            rules{.name = "breaker around budgeted, fail fast", .cleans = true},
            retry::breaker{2ms, 3ms, retry::budgeted{100.0, 0.2, 3.0, jitter}},
            validation::always{probe::peek{}},
            few,
            release::reset{},
            refreshing::retire{},
            waiting::fail_fast{});
    case 6:
        return play(
            rules{
                .name = "background, all of it",
                .cleans = true,
                .closes_in_place = false,
                .opens = opens},
            behind,
            aside,
            often,
            retry::breaker{5ms, 5ms, retry::budgeted{200.0, 0.2, 5.0, jitter}},
            validation::ladder<>{1ms, asked},
            recycling::any_of{young, busy},
            clean,
            waiting::bounded{d.between(2, 9), waiting::fifo{}});
    default:
        return play(
            rules{.name = "by caller, upkeep, breaker", .cleans = true},
            often,
            retry::breaker{20ms, 5ms, retry::none{}},
            validation::after_idle{d.up_to(2ms), asked},
            recycling::any_of{young, busy, few},
            clean,
            waiting::fifo{});
    }
}

} // namespace torture
