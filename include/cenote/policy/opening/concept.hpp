#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace cenote::opening {

/// One requirement, one name.
namespace requirement {

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::opening>;

template <class P>
concept detached = std::same_as<decltype(P::detached), const bool> &&
                   requires { std::bool_constant<P::detached>{}; };

template <class P>
concept nothrow_at_once = requires(const P& p) {
    { p.at_once() } noexcept -> std::same_as<std::size_t>;
};

template <class P>
concept limits_what_is_detached = !P::detached || requires(const P& p) {
    { p.hesitation() } noexcept -> std::same_as<duration>;
    { p.timeout() } noexcept -> std::same_as<duration>;
    { p.most_abandoned() } noexcept -> std::same_as<std::size_t>;
};

} // namespace requirement

/// Who opens, and how many at once?
///
/// | expression           | returns       | throws | is                                           |
/// |----------------------|---------------|--------|----------------------------------------------|
/// | `P::detached`        | `bool`        |        | constant: do threads of the pool's own open? |
/// | `p.at_once()`        | `std::size_t` | never  | the most opens under way; at least 1         |
/// | `p.hesitation()`     | `duration`    | never  | a wait for others' resources, before an open |
/// | `p.timeout()`        | `duration`    | never  | after which an open is abandoned             |
/// | `p.most_abandoned()` | `std::size_t` | never  | abandoned opens above which none is begun    |
///
/// `p` is const. The last three are asked only of a policy that is detached.
/// Threads: called concurrently, possibly under the pool lock: must not block. Complexity: O(1).
/// Optional: `void check() const` throws `std::invalid_argument` for bad values.
/// Laws: the answers are always the same.
/// Models: `by_caller` (default), `in_background`.
template <class P>
concept policy =
    std::move_constructible<P> && requirement::of_concern<P> && requirement::detached<P> &&
    requirement::nothrow_at_once<P> && requirement::limits_what_is_detached<P>;

/// Says in one sentence why `P` is no opening policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;
    static constexpr bool says = fits && requirement::detached<P>;
    static constexpr bool counts = says && requirement::nothrow_at_once<P>;

    static_assert(moves, "[cenote] opening policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits,
        "[cenote] opening policy: write `using concern = cenote::concerns::opening;`.");
    static_assert(
        !fits || says,
        "[cenote] opening policy: write `static constexpr bool detached = true;` or `false`.");
    static_assert(
        !says || counts, "[cenote] opening policy: write `std::size_t at_once() const noexcept`.");
    static_assert(
        !counts || requirement::limits_what_is_detached<P>,
        "[cenote] opening policy: one that is detached limits what it leaves behind; write, const "
        "and noexcept, `duration hesitation()`, `duration timeout()` and `std::size_t "
        "most_abandoned()`.");
};

} // namespace cenote::opening
