#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/needs.hpp>
#include <cenote/policy/release/cleaning.hpp>

#include <concepts>

namespace cenote::release {

/// One requirement, one name.
namespace requirement {

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::release>;

template <class P>
concept needs = states_needs<P>;

template <class P>
concept nothrow_timeout = requires(const P& p) {
    { p.timeout() } noexcept -> std::same_as<duration>;
};

template <class P, class Factory, class Resource>
concept required =
    requires(const P& p, Factory& factory, Resource& resource, const typename P::needs& known) {
        p.required(factory, resource, known);
    };

template <class P, class Factory, class Resource>
concept nothrow_required_as_cleaning =
    requires(const P& p, Factory& factory, Resource& resource, const typename P::needs& known) {
        { p.required(factory, resource, known) } noexcept -> std::same_as<cleaning>;
    };

template <class P, class Factory, class Resource>
concept clean = requires(const P& p, Factory& factory, Resource& resource) {
    p.clean(factory, resource, deadline::never());
};

} // namespace requirement

/// What can be asked of a release policy before the resource is known.
template <class P>
concept policy = std::move_constructible<P> && requirement::of_concern<P> &&
                 requirement::needs<P> && requirement::nothrow_timeout<P>;

/// The lease ended: keep the resource, clean it, or discard it?
///
/// | expression                | returns      | throws | called                              |
/// |---------------------------|--------------|--------|-------------------------------------|
/// | `P::needs`                | `facts<...>` |        | the facts that `known` holds        |
/// | `p.required(f, r, known)` | `cleaning`   | never  | when a lease ends                   |
/// | `p.clean(f, r, until)`    | nothing      | may    | when `cleaning::clean` was required |
/// | `p.timeout()`             | `duration`   | never  | how long one cleaning may take      |
///
/// `p` is const, `f` the factory, `r` the resource, `until` a `deadline`. `required` must make no
/// round trip. `clean` may return an awaitable, and then it is awaited. An exception out of it
/// discards the resource. `timeout() == duration::max()`
/// is no limit.
/// Threads: called concurrently with different resources, never under the pool lock.
/// Optional: `void check() const` throws `std::invalid_argument` for bad values; `template <class
/// F, class R> struct check_factory` says in a sentence what the factory lacks.
/// Models: `keep` (default), `rollback`, `reset`, `discard`, and around any of them
/// `discard_on_exception`.
template <class P, class Factory, class Resource>
concept policy_for = policy<P> && requirement::required<P, Factory, Resource> &&
                     requirement::nothrow_required_as_cleaning<P, Factory, Resource> &&
                     requirement::clean<P, Factory, Resource>;

/// Says in one sentence why `P` is no release policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;
    static constexpr bool states = fits && requirement::needs<P>;
    static constexpr bool limits = states && requirement::nothrow_timeout<P>;

    static_assert(moves, "[cenote] release policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits,
        "[cenote] release policy: write `using concern = cenote::concerns::release;`.");
    static_assert(
        !fits || states,
        "[cenote] release policy: write `using needs = cenote::facts<...>;` with the facts that "
        "required() is told.");
    static_assert(
        !states || limits, "[cenote] release policy: write `duration timeout() const noexcept`.");
};

/// Says in one sentence why `P` cannot clean this `Resource` with this `Factory`; empty when it
/// can. Precondition: `policy<P>`.
template <class P, class Factory, class Resource>
struct check_policy_for {};

template <class P, class Factory, class Resource>
    requires(
        policy<P> && !policy_for<P, Factory, Resource> &&
        requires { typename P::template check_factory<Factory, Resource>; })
struct check_policy_for<P, Factory, Resource> {
    static_assert(sizeof(typename P::template check_factory<Factory, Resource>) > 0);
};

template <class P, class Factory, class Resource>
    requires(
        policy<P> && !policy_for<P, Factory, Resource> &&
        !requires { typename P::template check_factory<Factory, Resource>; })
struct check_policy_for<P, Factory, Resource> {
    static constexpr bool exists = requirement::required<P, Factory, Resource>;
    static constexpr bool returns =
        exists && requirement::nothrow_required_as_cleaning<P, Factory, Resource>;
    static constexpr bool cleans = returns && requirement::clean<P, Factory, Resource>;

    static_assert(
        exists,
        "[cenote] release policy: write `cleaning required(Factory&, Resource&, const needs&) "
        "const noexcept`.");
    static_assert(
        !exists || returns,
        "[cenote] release policy: required() must be noexcept and return cenote::cleaning: none, "
        "clean or discard.");
    static_assert(
        !returns || cleans,
        "[cenote] release policy: write `void clean(Factory&, Resource&, deadline) const`; an "
        "exception discards the resource.");
};

} // namespace cenote::release
