#pragma once

#include <cenote/policy/concerns.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace cenote::closing {

/// One requirement, one name.
namespace requirement {

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::closing>;

template <class P>
concept detached = std::same_as<decltype(P::detached), const bool> &&
                   requires { std::bool_constant<P::detached>{}; };

template <class P>
concept counts_what_is_detached = !P::detached || requires(const P& p) {
    { p.at_once() } noexcept -> std::same_as<std::size_t>;
};

} // namespace requirement

/// Who closes what the pool has done with?
///
/// | expression    | returns       | throws | is                                            |
/// |---------------|---------------|--------|-----------------------------------------------|
/// | `P::detached` | `bool`        |        | constant: do threads of the pool's own close? |
/// | `p.at_once()` | `std::size_t` | never  | the most closes under way; at least 1         |
///
/// `p` is const. `at_once` is asked only of a policy that is detached.
/// Threads: called concurrently, possibly under the pool lock: must not block. Complexity: O(1).
/// Optional: `void check() const` throws `std::invalid_argument` for bad values.
/// Laws: the answers are always the same.
/// Models: `by_caller` (default), `in_background`.
template <class P>
concept policy = std::move_constructible<P> && requirement::of_concern<P> &&
                 requirement::detached<P> && requirement::counts_what_is_detached<P>;

/// Says in one sentence why `P` is no closing policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;
    static constexpr bool says = fits && requirement::detached<P>;

    static_assert(moves, "[cenote] closing policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits,
        "[cenote] closing policy: write `using concern = cenote::concerns::closing;`.");
    static_assert(
        !fits || says,
        "[cenote] closing policy: write `static constexpr bool detached = true;` or `false`.");
    static_assert(
        !says || requirement::counts_what_is_detached<P>,
        "[cenote] closing policy: one that is detached limits its threads; write `std::size_t "
        "at_once() const noexcept`.");
};

} // namespace cenote::closing
