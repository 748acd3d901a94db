#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>

#include <concepts>
#include <condition_variable>
#include <mutex>

namespace cenote::clock {

/// One requirement, one name.
namespace requirement {

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::clock>;

template <class P>
concept now = requires(const P& p) { p.now(); };

template <class P>
concept now_as_time_point = requires(const P& p) {
    { p.now() } -> std::same_as<time_point>;
};

template <class P>
concept nothrow_now = requires(const P& p) {
    { p.now() } noexcept;
};

template <class P>
concept wait_until =
    requires(const P& p, std::unique_lock<std::mutex>& lock, std::condition_variable& notified) {
        p.wait_until(lock, notified, time_point{});
    };

template <class P>
concept recently = requires(const P& p) {
    { p.recently() } noexcept -> std::same_as<time_point>;
};

/// The callback stands for any: called once, by any thread, and must not throw.
template <class P>
concept alarm =
    std::constructible_from<typename P::alarm, const P&, time_point, void (*)() noexcept>;

} // namespace requirement

/// What time is it, and how is it waited for?
///
/// | expression                        | returns      | throws | called                           |
/// |-----------------------------------|--------------|--------|----------------------------------|
/// | `p.now()`                         | `time_point` | never  | when a policy or a deadline asks |
/// | `p.wait_until(lock, notified, t)` | nothing      | may    | by a parker, `lock` held         |
///
/// Optional: `time_point recently() const noexcept`, the time of some milliseconds ago at most, for
/// less; a resource's age, idle time and silence are measured with it.
/// Optional: `class alarm`, made by `alarm{p, t, callback}`, which calls `callback()` once when
/// `now() >= t`, on any thread, perhaps inside of its constructor; once its destructor has returned,
/// no more, and none is under way in another thread. What is awaited takes its time from it, instead
/// of from a timer of Boost.Asio.
/// `p` is const. `wait_until` releases `lock` while it waits and holds it again when it returns:
/// when `notified` was notified, when `now() >= t`, or spuriously. `t == time_point::max()` is no
/// limit.
/// Threads: called concurrently; never under a pool lock (`lock` is the parker's own).
/// Laws: `now()` never goes back; a notification given while `lock` is free is not lost.
/// Models: `steady` (default), `manual`.
template <class P>
concept policy =
    std::move_constructible<P> && requirement::of_concern<P> && requirement::now<P> &&
    requirement::now_as_time_point<P> && requirement::nothrow_now<P> && requirement::wait_until<P>;

/// The time now, or that of a moment ago where `P` offers it for less.
template <policy P>
[[nodiscard]] time_point recently(const P& clock) noexcept {
    if constexpr (requirement::recently<P>)
        return clock.recently();
    else
        return clock.now();
}

/// A clock that tells of a time without a thread that waits for it.
template <class P>
concept has_alarms = policy<P> && requirement::alarm<P>;

/// Says in one sentence why `P` is no clock policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;
    static constexpr bool tells = fits && requirement::now<P>;
    static constexpr bool returns = tells && requirement::now_as_time_point<P>;
    static constexpr bool nothrow = returns && requirement::nothrow_now<P>;
    static constexpr bool waits = nothrow && requirement::wait_until<P>;

    static_assert(moves, "[cenote] clock policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits, "[cenote] clock policy: write `using concern = cenote::concerns::clock;`.");
    static_assert(
        !fits || tells, "[cenote] clock policy: write `time_point now() const noexcept`.");
    static_assert(
        !tells || returns, "[cenote] clock policy: now() must return cenote::time_point.");
    static_assert(
        !returns || nothrow,
        "[cenote] clock policy: now() must be noexcept; it is read on the way back of a lease.");
    static_assert(
        !nothrow || waits,
        "[cenote] clock policy: write `void wait_until(std::unique_lock<std::mutex>&, "
        "std::condition_variable&, time_point) const`.");
};

} // namespace cenote::clock
