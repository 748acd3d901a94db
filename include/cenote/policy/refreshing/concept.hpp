#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/refreshing/reaction.hpp>

#include <concepts>

namespace cenote::refreshing {

/// One requirement, one name.
namespace requirement {

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::refreshing>;

template <class P>
concept after = requires(const P& p, fault what) { p.after(what); };

template <class P>
concept after_as_reaction = requires(const P& p, fault what) {
    { p.after(what) } -> std::same_as<reaction>;
};

template <class P>
concept nothrow_after = requires(const P& p, fault what) {
    { p.after(what) } noexcept;
};

} // namespace requirement

/// One resource was found dead: what of the others?
///
/// | expression      | returns    | throws | called                                       |
/// |-----------------|------------|--------|----------------------------------------------|
/// | `p.after(what)` | `reaction` | never  | when a resource fails in use or in its proof |
///
/// `p` is const, `what` a `fault`. The pool acts on the answer once per generation, however many
/// resources fail.
/// Threads: called concurrently, never under the pool lock. Complexity: O(1), must not block.
/// Optional: `void check() const` throws `std::invalid_argument` for bad values.
/// Laws: the answer depends on the fault and on the policy's own values only.
/// Models: `none`, `suspect` (default), `retire`.
template <class P>
concept policy =
    std::move_constructible<P> && requirement::of_concern<P> && requirement::after<P> &&
    requirement::after_as_reaction<P> && requirement::nothrow_after<P>;

/// Says in one sentence why `P` is no refreshing policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;
    static constexpr bool exists = fits && requirement::after<P>;
    static constexpr bool returns = exists && requirement::after_as_reaction<P>;
    static constexpr bool nothrow = returns && requirement::nothrow_after<P>;

    static_assert(
        moves, "[cenote] refreshing policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits,
        "[cenote] refreshing policy: write `using concern = cenote::concerns::refreshing;`.");
    static_assert(
        !fits || exists,
        "[cenote] refreshing policy: write `reaction after(fault) const noexcept`.");
    static_assert(
        !exists || returns,
        "[cenote] refreshing policy: after() must return cenote::reaction: none, suspect or "
        "retire.");
    static_assert(
        !returns || nothrow,
        "[cenote] refreshing policy: after() must be noexcept; it runs on the error path.");
};

} // namespace cenote::refreshing
