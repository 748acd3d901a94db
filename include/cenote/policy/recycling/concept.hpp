#pragma once

#include <cenote/base/close_cause.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/needs.hpp>

#include <concepts>
#include <optional>

namespace cenote::recycling {

/// One requirement, one name.
namespace requirement {

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::recycling>;

template <class P>
concept needs = states_needs<P>;

template <class P>
concept expired = requires(P& p, const typename P::needs& known) { p.expired(known); };

template <class P>
concept const_expired = requires(const P& p, const typename P::needs& known) { p.expired(known); };

template <class P>
concept expired_as_optional_cause = requires(const P& p, const typename P::needs& known) {
    { p.expired(known) } -> std::same_as<std::optional<close_cause>>;
};

template <class P>
concept nothrow_expired = requires(const P& p, const typename P::needs& known) {
    { p.expired(known) } noexcept;
};

} // namespace requirement

/// Is it too old, too idle or too used to keep?
///
/// | expression         | returns                      | throws | called                       |
/// |--------------------|------------------------------|--------|------------------------------|
/// | `P::needs`         | `facts<...>`                 |        | the facts that `known` holds |
/// | `p.expired(known)` | `std::optional<close_cause>` | never  | before lending, after return |
///
/// `p` is const. No value keeps the resource. Only the facts that are named are kept, and paid
/// for: a pool whose policies name neither `fact::age` nor `fact::idle` reads no clock for them.
/// Threads: called concurrently, possibly under the pool lock: must not block. Complexity: O(1).
/// Optional: `void check() const` throws `std::invalid_argument` for bad values.
/// Laws: the answer depends on the facts and on the policy's own values only; what has expired by
/// age or uses stays expired.
/// Models: `never` (default), `max_age`, `max_idle`, `max_uses`, and `any_of` them.
template <class P>
concept policy =
    std::move_constructible<P> && requirement::of_concern<P> && requirement::needs<P> &&
    requirement::expired<P> && requirement::const_expired<P> &&
    requirement::expired_as_optional_cause<P> && requirement::nothrow_expired<P>;

/// Says in one sentence why `P` is no recycling policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;
    static constexpr bool states = fits && requirement::needs<P>;
    static constexpr bool exists = states && requirement::expired<P>;
    static constexpr bool is_const = exists && requirement::const_expired<P>;
    static constexpr bool returns = is_const && requirement::expired_as_optional_cause<P>;
    static constexpr bool nothrow = returns && requirement::nothrow_expired<P>;

    static_assert(moves, "[cenote] recycling policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits,
        "[cenote] recycling policy: write `using concern = cenote::concerns::recycling;`.");
    static_assert(
        !fits || states,
        "[cenote] recycling policy: write `using needs = cenote::facts<...>;` with the facts that "
        "expired() is told.");
    static_assert(
        !states || exists,
        "[cenote] recycling policy: write `std::optional<close_cause> expired(const needs&) const "
        "noexcept`.");
    static_assert(
        !exists || is_const,
        "[cenote] recycling policy: expired() must be const; many callers ask at once.");
    static_assert(
        !is_const || returns,
        "[cenote] recycling policy: expired() must return std::optional<close_cause>; no value "
        "keeps the resource.");
    static_assert(
        !returns || nothrow,
        "[cenote] recycling policy: expired() must be noexcept; it runs on the way back of a "
        "lease.");
};

} // namespace cenote::recycling
