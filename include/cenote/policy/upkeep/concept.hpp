#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/needs.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace cenote::upkeep {

/// One requirement, one name.
namespace requirement {

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::upkeep>;

template <class P>
concept works =
    std::same_as<decltype(P::works), const bool> && requires { std::bool_constant<P::works>{}; };

template <class P>
concept says_how = !P::works || requires(const P& p, const typename P::needs& known) {
    requires states_needs<P>;
    { p.period() } noexcept -> std::same_as<duration>;
    { p.due(known) } noexcept -> std::same_as<bool>;
    { p.batch() } noexcept -> std::same_as<std::size_t>;
};

} // namespace requirement

/// Who looks after what is idle?
///
/// | expression     | returns       | throws | is                                                  |
/// |----------------|---------------|--------|-----------------------------------------------------|
/// | `P::works`     | `bool`        |        | constant: has the pool a thread for it?             |
/// | `P::needs`     | `facts<...>`  |        | the facts that `known` holds                        |
/// | `p.period()`   | `duration`    | never  | time from one round to the next; more than zero     |
/// | `p.due(known)` | `bool`        | never  | is the idle resource to prove itself in this round? |
/// | `p.batch()`    | `std::size_t` | never  | the most proofs in a round                          |
///
/// `p` is const. All but the first are asked only of a policy that works. In each round the pool
/// closes idle resources that will have expired before the next, opens others in place of those
/// that are too old or used up, lets some prove themselves, and opens what `limits::min_idle` lacks.
/// Threads: called by one at a time, `due` under the pool lock: must not block. Complexity: O(1).
/// Optional: `void check() const` throws `std::invalid_argument` for bad values. `void begin(House&)`,
/// a template, does it all in the place of the pool's thread; it is called once, and `p` not const.
/// Laws: the answers depend on the facts and on the policy's own values only.
/// Models: `none` (default), `every`, and `on` in `cenote/asio/upkeep.hpp`.
template <class P>
concept policy = std::move_constructible<P> && requirement::of_concern<P> &&
                 requirement::works<P> && requirement::says_how<P>;

/// Says in one sentence why `P` is no upkeep policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;
    static constexpr bool says = fits && requirement::works<P>;

    static_assert(moves, "[cenote] upkeep policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits,
        "[cenote] upkeep policy: write `using concern = cenote::concerns::upkeep;`.");
    static_assert(
        !fits || says,
        "[cenote] upkeep policy: write `static constexpr bool works = true;` or `false`.");
    static_assert(
        !says || requirement::says_how<P>,
        "[cenote] upkeep policy: write `using needs = cenote::facts<...>;`, and, const and "
        "noexcept, `duration period()`, `bool due(const needs&)`, `std::size_t batch()`.");
};

} // namespace cenote::upkeep
