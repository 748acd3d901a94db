#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/retry/failed_attempt.hpp>
#include <cenote/policy/retry/gate.hpp>

#include <concepts>
#include <optional>

namespace cenote::retry {

/// One requirement, one name.
namespace requirement {

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::retry>;

template <class P>
concept next_delay = requires(P& p, const failed_attempt& failed) { p.next_delay(failed); };

template <class P>
concept const_next_delay =
    requires(const P& p, const failed_attempt& failed) { p.next_delay(failed); };

template <class P>
concept next_delay_as_optional_duration = requires(const P& p, const failed_attempt& failed) {
    { p.next_delay(failed) } -> std::same_as<std::optional<duration>>;
};

template <class P>
concept nothrow_next_delay = requires(const P& p, const failed_attempt& failed) {
    { p.next_delay(failed) } noexcept;
};

/// From a reference to the policy, which it may keep.
template <class P>
concept makes_gate = requires(const P& p) {
    { gate_of<P>{p} } noexcept;
};

template <class P>
concept timed_gate = timed<gate_of<P>>;

template <class P>
concept asked_gate = asked<gate_of<P>>;

template <class P>
concept told_gate = told<gate_of<P>>;

template <class P>
concept keeps_gate = makes_gate<P> && gate<gate_of<P>>;

} // namespace requirement

/// An attempt to open failed: how long until the next, or give up?
///
/// | expression             | returns                   | throws | called                       |
/// |------------------------|---------------------------|--------|------------------------------|
/// | `p.next_delay(failed)` | `std::optional<duration>` | never  | after an attempt that failed |
///
/// `p` is const; `failed` is a `failed_attempt`. No value gives up; zero tries again at once;
/// negative is a mistake. The pool gives up by itself after `fault::permanent`, and when the delay
/// would end past the caller's deadline.
/// Threads: called concurrently; under the pool lock only by the gate of a `breaker` around it.
/// Complexity: O(1), must not block.
/// Optional: `void check() const` throws `std::invalid_argument` for bad values.
/// Optional: `P::gate`, a `retry::gate` made from `const P&`: what the pool remembers about opening
/// as a whole, such as a budget or a breaker.
/// Laws: the answer depends on `failed` and on the policy's own values only.
/// Models: `none` (default), `constant`, `exponential`, `full_jitter`, `decorrelated_jitter`, and
/// around any of them `limited`, `budgeted`, `breaker`.
template <class P>
concept policy =
    std::move_constructible<P> && requirement::of_concern<P> && requirement::next_delay<P> &&
    requirement::const_next_delay<P> && requirement::next_delay_as_optional_duration<P> &&
    requirement::nothrow_next_delay<P> && requirement::keeps_gate<P>;

/// Says in one sentence why `P` is no retry policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;
    static constexpr bool exists = fits && requirement::next_delay<P>;
    static constexpr bool is_const = exists && requirement::const_next_delay<P>;
    static constexpr bool returns = is_const && requirement::next_delay_as_optional_duration<P>;
    static constexpr bool nothrow = returns && requirement::nothrow_next_delay<P>;
    static constexpr bool makes = nothrow && requirement::makes_gate<P>;
    static constexpr bool says_timed = makes && requirement::timed_gate<P>;
    static constexpr bool answers = says_timed && requirement::asked_gate<P>;
    static constexpr bool listens = answers && requirement::told_gate<P>;

    static_assert(moves, "[cenote] retry policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits, "[cenote] retry policy: write `using concern = cenote::concerns::retry;`.");
    static_assert(
        !fits || exists,
        "[cenote] retry policy: write `std::optional<duration> next_delay(const failed_attempt&) "
        "const noexcept`.");
    static_assert(
        !exists || is_const,
        "[cenote] retry policy: next_delay() must be const; many callers ask at once.");
    static_assert(
        !is_const || returns,
        "[cenote] retry policy: next_delay() must return std::optional<duration>; no value gives "
        "up.");
    static_assert(
        !returns || nothrow,
        "[cenote] retry policy: next_delay() must be noexcept; it runs on the error path.");
    static_assert(
        !nothrow || makes,
        "[cenote] retry policy: write in gate `explicit gate(const P&) noexcept`, P being the "
        "policy.");
    static_assert(
        !makes || says_timed,
        "[cenote] retry policy: write in gate `static constexpr bool timed = true;` or `false`.");
    static_assert(
        !says_timed || answers,
        "[cenote] retry policy: write in gate, each noexcept, `std::size_t opens_at_once() const`, "
        "`bool refuses() const`, `time_point next() const`, `bool may_retry(time_point)`.");
    static_assert(
        !answers || listens,
        "[cenote] retry policy: write in gate, each noexcept, `void pass(time_point)`, `void "
        "opened(time_point)`, `void failed(time_point, fault, std::size_t open, double draw)`.");
    static_assert(
        !listens || requirement::keeps_gate<P>,
        "[cenote] retry policy: gate must not be final; the gate of a wrapper derives from it.");
};

} // namespace cenote::retry
