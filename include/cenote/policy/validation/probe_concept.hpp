#pragma once

#include <cenote/base/health.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/awaited.hpp>
#include <cenote/policy/validation/proof.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

/// Probes ask a resource whether it is alive; validation policies decide when.
///
/// A probe is anything that can be called, as const and from several threads at once, in one of
/// these ways, and that returns `health` or `bool`, or an awaitable of one; an exception means dead:
///
/// | expression          | for                                                             |
/// |---------------------|-----------------------------------------------------------------|
/// | `p(f, r, until)`    | a probe that wants the factory `f` and the deadline             |
/// | `p(r, until)`       | a probe that only wants the resource `r` and the deadline       |
/// | `p(r)`              | a probe that makes no round trip                                |
///
/// Optional: a member `timeout`, convertible to `duration`, is the longest that one call may take;
/// without it there is no limit but the caller's. `static constexpr proof gives = proof::peek;`
/// says that it makes no round trip, so that it is not timed. `void check() const` refuses bad
/// values.
/// Models: `ping`, `peek`.
namespace cenote::probe {

namespace requirement {

template <class P, class Factory, class Resource>
concept takes_factory = requires(const P& p, Factory& factory, Resource& resource) {
    p(factory, resource, deadline::never());
};

template <class P, class Resource>
concept takes_deadline =
    requires(const P& p, Resource& resource) { p(resource, deadline::never()); };

template <class P, class Resource>
concept takes_resource = requires(const P& p, Resource& resource) { p(resource); };

template <class T>
concept says_health = std::convertible_to<awaited_t<T>, health>;

template <class P, class Factory, class Resource>
concept callable = takes_factory<P, Factory, Resource> || takes_deadline<P, Resource> ||
                   takes_resource<P, Resource>;

} // namespace requirement

/// Calls the probe in the richest way it can be called. Throws what the probe throws.
template <class P, class Factory, class Resource>
    requires requirement::callable<P, Factory, Resource>
constexpr decltype(auto) ask(const P& p, Factory& factory, Resource& resource, deadline until) {
    if constexpr (requirement::takes_factory<P, Factory, Resource>) {
        return p(factory, resource, until);
    } else if constexpr (requirement::takes_deadline<P, Resource>) {
        return p(resource, until);
    } else {
        return p(resource);
    }
}

/// What comes of asking a probe that returns `Answer`: `health`, or the awaitable as it is.
template <class Answer>
using found_by = std::conditional_t<awaitable<Answer>, Answer, health>;

/// What comes of asking `P` about a `Resource` of `Factory`.
template <class P, class Factory, class Resource>
using answer_of = found_by<decltype(probe::ask(
    std::declval<const P&>(),
    std::declval<Factory&>(),
    std::declval<Resource&>(),
    deadline::never()))>;

/// What can tell whether a `Resource` of `Factory` is alive.
template <class P, class Factory, class Resource>
concept usable_for = requirement::callable<P, Factory, Resource> &&
                     requires(const P& p, Factory& factory, Resource& resource) {
                         {
                             probe::ask(p, factory, resource, deadline::never())
                         } -> requirement::says_health;
                     };

/// What can tell so without being awaited.
template <class P, class Factory, class Resource>
concept tells_at_once =
    usable_for<P, Factory, Resource> && !awaitable<answer_of<P, Factory, Resource>>;

/// The probe's `timeout`, or no limit when it has none.
template <class P>
[[nodiscard]] constexpr duration timeout_of(const P& p) noexcept {
    if constexpr (requires {
                      { p.timeout } -> std::convertible_to<duration>;
                  }) {
        return p.timeout;
    } else {
        return duration::max();
    }
}

/// How much a probe of this type shows: `P::gives` where there is one, else `proof::ping`.
template <class P>
inline constexpr proof gives = [] {
    if constexpr (requires { P::gives; }) {
        return P::gives;
    } else {
        return proof::ping;
    }
}();

/// Says in one sentence why `P` cannot probe a `Resource` of `Factory`; empty when it can.
template <class P, class Factory, class Resource>
struct check_usable {};

template <class P, class Factory, class Resource>
    requires(
        !usable_for<P, Factory, Resource> &&
        requires { typename P::template check_factory<Factory, Resource>; })
struct check_usable<P, Factory, Resource> : P::template check_factory<Factory, Resource> {};

template <class P, class Factory, class Resource>
    requires(
        !usable_for<P, Factory, Resource> &&
        !requires { typename P::template check_factory<Factory, Resource>; })
struct check_usable<P, Factory, Resource> {
    static constexpr bool called = requirement::callable<P, Factory, Resource>;

    static_assert(
        called,
        "[cenote] validation policy: a probe must be callable as const; write `health "
        "operator()(Resource&, deadline) const`.");
    static_assert(
        !called || usable_for<P, Factory, Resource>,
        "[cenote] validation policy: a probe must return cenote::health or bool, or an "
        "awaitable of one.");
};

} // namespace cenote::probe
