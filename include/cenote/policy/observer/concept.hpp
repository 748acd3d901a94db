#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/observer/hooks.hpp>

#include <concepts>

namespace cenote::observer {

namespace requirement {

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::observer>;

} // namespace requirement

/// Who is told? Any number of these functions, including none:
///
/// | expression              | throws | called when                                          |
/// |-------------------------|--------|------------------------------------------------------|
/// | `p.on_opened()`         | never  | a resource was opened                                |
/// | `p.on_open_failed(why)` | never  | an attempt to open one failed, with this `fault`     |
/// | `p.on_validated(w, h)`  | never  | a resource asked for `proof` `w` showed `health` `h` |
/// | `p.on_lent()`           | never  | a resource was lent                                  |
/// | `p.on_returned()`       | never  | a lease ended                                        |
/// | `p.on_closed(why)`      | never  | a resource was closed, for this `close_cause`        |
/// | `p.on_refreshed(g)`     | never  | a refresh made generation `g` the newest             |
/// | `p.on_waiting()`        | never  | a caller began to wait                               |
/// | `p.on_failed(kind)`     | never  | an acquire ended without a lease, with this `errc`   |
///
/// `p` need not be const. What the functions return is ignored.
/// Threads: called concurrently, never under the pool lock; must be quick, since a caller waits.
/// Optional: every one of them; the pool spends nothing on a hook that is not there. `void check()
/// const` throws `std::invalid_argument` for bad values.
/// Laws: for one resource the events come in order; between resources there is none.
/// Models: `none` (default), `counters`, and `all_of` several.
template <class P>
concept policy =
    std::move_constructible<P> && requirement::of_concern<P> && requirement::opened<P> &&
    requirement::open_failed<P> && requirement::validated<P> && requirement::lent<P> &&
    requirement::returned<P> && requirement::closed<P> && requirement::refreshed<P> &&
    requirement::waiting<P> && requirement::failed<P>;

/// Says in one sentence why `P` is no observer policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;

    static_assert(moves, "[cenote] observer policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits,
        "[cenote] observer policy: write `using concern = cenote::concerns::observer;`.");
    static_assert(
        !fits || requirement::opened<P>,
        "[cenote] observer policy: on_opened would never be called; write `void on_opened() "
        "noexcept`.");
    static_assert(
        !fits || requirement::open_failed<P>,
        "[cenote] observer policy: on_open_failed would never be called; write `void "
        "on_open_failed(fault) noexcept`.");
    static_assert(
        !fits || requirement::validated<P>,
        "[cenote] observer policy: on_validated would never be called; write `void "
        "on_validated(proof, health) noexcept`.");
    static_assert(
        !fits || requirement::lent<P>,
        "[cenote] observer policy: on_lent would never be called; write `void on_lent() "
        "noexcept`.");
    static_assert(
        !fits || requirement::returned<P>,
        "[cenote] observer policy: on_returned would never be called; write `void on_returned() "
        "noexcept`.");
    static_assert(
        !fits || requirement::closed<P>,
        "[cenote] observer policy: on_closed would never be called; write `void "
        "on_closed(close_cause) noexcept`.");
    static_assert(
        !fits || requirement::refreshed<P>,
        "[cenote] observer policy: on_refreshed would never be called; write `void "
        "on_refreshed(std::uint64_t generation) noexcept`.");
    static_assert(
        !fits || requirement::waiting<P>,
        "[cenote] observer policy: on_waiting would never be called; write `void on_waiting() "
        "noexcept`.");
    static_assert(
        !fits || requirement::failed<P>,
        "[cenote] observer policy: on_failed would never be called; write `void on_failed(errc) "
        "noexcept`.");
};

} // namespace cenote::observer
