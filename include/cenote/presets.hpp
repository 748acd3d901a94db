#pragma once

#include <cenote/policy/recycling.hpp>
#include <cenote/policy/refreshing.hpp>
#include <cenote/policy/release.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/validation.hpp>
#include <cenote/policy/waiting.hpp>

#include <cenote/core/bundle.hpp>

#include <chrono>

/// Policies chosen for an intent. Each is an ordinary bundle: give it to a pool, and beside it the
/// single policies that shall differ. `balanced` and `latency` ask the factory for `peek`, `ping`,
/// `in_transaction` and `rollback`; `strict` asks for `ping` and `reset`.
///
/// | concern    | `balanced`               | `strict`                 | `latency`                |
/// |------------|--------------------------|--------------------------|--------------------------|
/// | validation | peek; ping after 500 ms  | ping                     | peek; ping after 30 s    |
/// | ping limit | 2 s                      | 2 s                      | 250 ms                   |
/// | retry      | 50 ms to 2 s, 5 attempts | 50 ms to 2 s, 5 attempts | 10 to 100 ms, 3 attempts |
/// | recycling  | 1 h old, 10 min idle     | 30 min old, 5 min idle   | 1 h old, 10 min idle     |
/// | release    | rollback                 | reset                    | rollback                 |
/// | refreshing | suspect                  | retire                   | suspect                  |
/// | waiting    | `fifo_after{1}`          | `fifo`                   | `barging`                |
namespace cenote::presets {

namespace detail {

using namespace std::chrono_literals;

inline auto balanced() {
    return bundle{
        validation::ladder{500ms, probe::ping{.timeout = 2s}},
        retry::full_jitter{.base = 50ms, .cap = 2s, .attempts = 5},
        recycling::any_of{recycling::max_age{.limit = 1h}, recycling::max_idle{.limit = 10min}},
        release::rollback{.timeout = 2s},
        refreshing::suspect{},
        waiting::fifo_after{.races = 1}};
}

inline auto strict() {
    return bundle{
        validation::always{probe::ping{.timeout = 2s}},
        retry::full_jitter{.base = 50ms, .cap = 2s, .attempts = 5},
        recycling::any_of{recycling::max_age{.limit = 30min}, recycling::max_idle{.limit = 5min}},
        release::reset{.timeout = 2s},
        refreshing::retire{},
        waiting::fifo{}};
}

inline auto latency() {
    return bundle{
        validation::ladder{30s, probe::ping{.timeout = 250ms}},
        retry::full_jitter{.base = 10ms, .cap = 100ms, .attempts = 3},
        recycling::any_of{recycling::max_age{.limit = 1h}, recycling::max_idle{.limit = 10min}},
        release::rollback{.timeout = 2s},
        refreshing::suspect{},
        waiting::barging{}};
}

} // namespace detail

/// Use when: nothing speaks for another; a service that talks to a database over a network.
/// Costs: a peek for each lease, a round trip after half a second of rest.
struct balanced : decltype(detail::balanced()){balanced() : bundled{detail::balanced()} {}};

/// Use when: a dead or unclean resource costs more than time; work that must not be repeated.
/// Costs: two round trips for each lease, and all connections anew after one was lost.
struct strict : decltype(detail::strict()){strict() : bundled{detail::strict()} {}};

/// Use when: answers are due in milliseconds and the peer is near; a silent peer is rare.
/// Costs: a peek for each lease; a peer gone silent is noticed in use; a waiter can be overtaken.
struct latency : decltype(detail::latency()){latency() : bundled{detail::latency()} {}};

} // namespace cenote::presets
