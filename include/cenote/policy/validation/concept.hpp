#pragma once

#include <cenote/base/health.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/awaited.hpp>
#include <cenote/policy/concerns.hpp>
#include <cenote/policy/needs.hpp>
#include <cenote/policy/validation/proof.hpp>

#include <concepts>

namespace cenote::validation {

/// One requirement, one name.
namespace requirement {

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::validation>;

template <class P>
concept needs = states_needs<P>;

template <class P>
concept required = requires(P& p, const typename P::needs& known) { p.required(known); };

template <class P>
concept const_required =
    requires(const P& p, const typename P::needs& known) { p.required(known); };

template <class P>
concept required_as_proof = requires(const P& p, const typename P::needs& known) {
    { p.required(known) } -> std::same_as<proof>;
};

template <class P>
concept nothrow_required = requires(const P& p, const typename P::needs& known) {
    { p.required(known) } noexcept;
};

template <class P>
concept nothrow_timeout = requires(const P& p) {
    { p.timeout() } noexcept -> std::same_as<duration>;
};

template <class P, class Factory, class Resource>
concept prove = requires(const P& p, Factory& factory, Resource& resource) {
    p.prove(factory, resource, proof::ping, deadline::never());
};

template <class T>
concept says_health =
    std::same_as<T, health> || (awaitable<T> && std::convertible_to<awaited_t<T>, health>);

template <class P, class Factory, class Resource>
concept prove_as_health = requires(const P& p, Factory& factory, Resource& resource) {
    { p.prove(factory, resource, proof::ping, deadline::never()) } -> says_health;
};

} // namespace requirement

/// What can be asked of a validation policy before the resource is known.
template <class P>
concept policy = std::move_constructible<P> && requirement::of_concern<P> &&
                 requirement::needs<P> && requirement::required<P> &&
                 requirement::const_required<P> && requirement::required_as_proof<P> &&
                 requirement::nothrow_required<P> && requirement::nothrow_timeout<P>;

/// Is this idle resource fit to be handed out?
///
/// | expression                | returns      | throws | called                                   |
/// |---------------------------|--------------|--------|------------------------------------------|
/// | `P::needs`                | `facts<...>` |        | the facts that `known` holds             |
/// | `p.required(known)`       | `proof`      | never  | before an idle resource is lent          |
/// | `p.prove(f, r, w, until)` | `health`     | may    | when a proof `w` is wanted, never `none` |
/// | `p.timeout()`             | `duration`   | never  | the longest that one proof may take      |
///
/// `p` is const, `f` the factory, `r` the resource, `until` a `deadline`. The pool may ask for
/// more proof than `required` said (of a suspect it wants `proof::ping`); a policy with one kind
/// of proof gives that. An exception out of `prove` means dead, and so does a ping that ends late.
/// `prove` may also return an awaitable, of `health` or `bool`; then what is awaited is the proof.
/// `timeout() == duration::max()` is no limit.
/// Threads: called concurrently with different resources, `prove` never under the pool lock.
/// Complexity: `required` is O(1) and must not block.
/// Optional: `void check() const` throws `std::invalid_argument` for bad values; `template <class
/// F, class R> struct check_factory` says in a sentence what the factory lacks; `bool
/// proves() const noexcept` says, while it is false, that `prove` has no means to tell.
/// Models: `none` (default), `always`, `after_idle`, `ladder`.
template <class P, class Factory, class Resource>
concept policy_for = policy<P> && requirement::prove<P, Factory, Resource> &&
                     requirement::prove_as_health<P, Factory, Resource>;

/// Whether `p` has, at the moment, the means to tell a dead resource from a live one.
template <class P>
[[nodiscard]] constexpr bool can_prove(const P& p) noexcept {
    if constexpr (requires {
                      { p.proves() } noexcept -> std::same_as<bool>;
                  }) {
        return p.proves();
    } else {
        return true;
    }
}

/// Says in one sentence why `P` is no validation policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;
    static constexpr bool states = fits && requirement::needs<P>;
    static constexpr bool exists = states && requirement::required<P>;
    static constexpr bool is_const = exists && requirement::const_required<P>;
    static constexpr bool returns = is_const && requirement::required_as_proof<P>;
    static constexpr bool nothrow = returns && requirement::nothrow_required<P>;
    static constexpr bool limits = nothrow && requirement::nothrow_timeout<P>;

    static_assert(
        moves, "[cenote] validation policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits,
        "[cenote] validation policy: write `using concern = cenote::concerns::validation;`.");
    static_assert(
        !fits || states,
        "[cenote] validation policy: write `using needs = cenote::facts<...>;` with the facts that "
        "required() is told.");
    static_assert(
        !states || exists,
        "[cenote] validation policy: write `proof required(const needs&) const noexcept`.");
    static_assert(
        !exists || is_const,
        "[cenote] validation policy: required() must be const; many callers ask at once.");
    static_assert(
        !is_const || returns,
        "[cenote] validation policy: required() must return cenote::proof: none, peek or ping.");
    static_assert(
        !returns || nothrow,
        "[cenote] validation policy: required() must be noexcept; a decision cannot fail.");
    static_assert(
        !nothrow || limits,
        "[cenote] validation policy: write `duration timeout() const noexcept`.");
};

/// Says in one sentence why `P` cannot prove this `Resource` with this `Factory`; empty when it
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
    static constexpr bool exists = requirement::prove<P, Factory, Resource>;
    static constexpr bool returns = exists && requirement::prove_as_health<P, Factory, Resource>;

    static_assert(
        exists,
        "[cenote] validation policy: write `health prove(Factory&, Resource&, proof, deadline) "
        "const`; an exception means dead.");
    static_assert(
        !exists || returns,
        "[cenote] validation policy: prove() must return cenote::health, or an "
        "awaitable of it.");
};

} // namespace cenote::validation
