#pragma once

#include <cenote/policy/concerns.hpp>

#include <concepts>
#include <cstddef>

namespace cenote::waiting {

/// One requirement, one name.
namespace requirement {

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::waiting>;

template <class P>
concept nothrow_admits = requires(const P& p, std::size_t already_waiting) {
    { p.admits(already_waiting) } noexcept -> std::same_as<bool>;
};

template <class P>
concept nothrow_patience = requires(const P& p) {
    { p.patience() } noexcept -> std::same_as<std::size_t>;
};

} // namespace requirement

/// Nothing is free: who waits, in what order, how many?
///
/// | expression     | returns       | throws | called                                          |
/// |----------------|---------------|--------|-------------------------------------------------|
/// | `p.admits(n)`  | `bool`        | never  | before a caller joins the `n` that wait already |
/// | `p.patience()` | `std::size_t` | never  | when a resource comes back and somebody waits   |
///
/// `p` is const. `patience()` is how many races for a returned resource a waiter may lose to
/// callers that came later; after that it is handed one directly. 0 is strictly first come, first
/// served; the largest value is never.
/// Threads: called concurrently, possibly under the pool lock: must not block. Complexity: O(1).
/// Optional: `void check() const` throws `std::invalid_argument` for bad values.
/// Laws: the answers depend on the argument and on the policy's own values only.
/// Models: `fifo`, `fifo_after` (default), `barging`, `bounded`, `fail_fast`.
template <class P>
concept policy = std::move_constructible<P> && requirement::of_concern<P> &&
                 requirement::nothrow_admits<P> && requirement::nothrow_patience<P>;

/// Says in one sentence why `P` is no waiting policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;
    static constexpr bool admits = fits && requirement::nothrow_admits<P>;
    static constexpr bool bears = admits && requirement::nothrow_patience<P>;

    static_assert(moves, "[cenote] waiting policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits,
        "[cenote] waiting policy: write `using concern = cenote::concerns::waiting;`.");
    static_assert(
        !fits || admits,
        "[cenote] waiting policy: write `bool admits(std::size_t already_waiting) const "
        "noexcept`.");
    static_assert(
        !admits || bears,
        "[cenote] waiting policy: write `std::size_t patience() const noexcept`.");
};

} // namespace cenote::waiting
