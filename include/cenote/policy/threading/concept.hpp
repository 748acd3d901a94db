#pragma once

#include <cenote/base/affinity.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>

#include <atomic>
#include <concepts>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace cenote::threading {

/// One requirement, one name.
namespace requirement {

/// Stands for whatever clock the pool was given.
struct any_clock {
    using concern = concerns::clock;
    [[nodiscard]] time_point now() const noexcept;
    void wait_until(std::unique_lock<std::mutex>&, std::condition_variable&, time_point) const;
};

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::threading>;

template <class P>
concept mutex = std::default_initializable<typename P::mutex> && requires(typename P::mutex& m) {
    m.lock();
    m.unlock();
};

template <class P>
concept atomic_ref = requires(typename P::template atomic_ref<std::uint32_t> word) {
    word.load(std::memory_order_relaxed);
    word.store(0U, std::memory_order_relaxed);
};

template <class P>
concept can_wait = std::same_as<decltype(P::can_wait), const bool> &&
                   requires { std::bool_constant<P::can_wait>{}; };

template <class P>
concept lock_free = std::same_as<decltype(P::lock_free), const bool> &&
                    requires { std::bool_constant<P::lock_free>{}; };

template <class P>
concept this_thread = !P::lock_free || requires {
    { P::this_thread() } noexcept -> std::same_as<affinity&>;
};

template <class P>
concept parker = std::default_initializable<typename P::parker>;

template <class P>
concept park_until = requires(typename P::parker& parker, any_clock& clock) {
    parker.park_until(clock, time_point{});
};

template <class P>
concept nothrow_unpark = requires(typename P::parker& parker) {
    { parker.unpark() } noexcept;
};

} // namespace requirement

/// Who may use the pool at once?
///
/// | expression                 | returns  | throws | called                                      |
/// |----------------------------|----------|--------|---------------------------------------------|
/// | `P::mutex`                 | a type   |        | `lock()`, `unlock()`: guards the pool       |
/// | `P::atomic_ref<T>`         | a type   |        | as `std::atomic_ref`                        |
/// | `P::can_wait`              | `bool`   |        | constant: may a full pool be waited for?    |
/// | `P::lock_free`             | `bool`   |        | constant: is what is idle lent unlocked?    |
/// | `P::this_thread()`         | `affinity&` | never | if `lock_free`: the calling thread's      |
/// | `P::parker`                | a type   | may    | one for each caller that waits or backs off |
/// | `parker.park_until(clk,t)` | nothing  | may    | by its owner, without the pool lock         |
/// | `parker.unpark()`          | nothing  | never  | by anybody                                  |
///
/// `park_until` returns when unparked, when `clk.now() >= t`, or spuriously; an `unpark()` that
/// came first makes it return at once. `can_wait == false` says that nobody else can give anything
/// back: a pool that is full then fails at once, and parkers only back off, with `t` finite.
/// Threads: an unparker may still be inside `unpark()` when its sleeper returns; the parker must
/// stand being destroyed right after that.
/// Models: `multi` (default), `mutexed`, `single`.
template <class P>
concept policy =
    std::move_constructible<P> && requirement::of_concern<P> && requirement::mutex<P> &&
    requirement::atomic_ref<P> && requirement::can_wait<P> && requirement::lock_free<P> &&
    requirement::this_thread<P> && requirement::parker<P> && requirement::park_until<P> &&
    requirement::nothrow_unpark<P>;

/// Says in one sentence why `P` is no threading policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;
    static constexpr bool locks = fits && requirement::mutex<P>;
    static constexpr bool refers = locks && requirement::atomic_ref<P>;
    static constexpr bool waits = refers && requirement::can_wait<P>;
    static constexpr bool says = waits && requirement::lock_free<P>;
    static constexpr bool knows = says && requirement::this_thread<P>;
    static constexpr bool has_parker = knows && requirement::parker<P>;
    static constexpr bool parks = has_parker && requirement::park_until<P>;
    static constexpr bool unparks = parks && requirement::nothrow_unpark<P>;

    static_assert(moves, "[cenote] threading policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits,
        "[cenote] threading policy: write `using concern = cenote::concerns::threading;`.");
    static_assert(
        !fits || locks,
        "[cenote] threading policy: write a default constructible type `mutex` with `void lock()` "
        "and `void unlock()`.");
    static_assert(
        !locks || refers,
        "[cenote] threading policy: write `template <class T> using atomic_ref = "
        "std::atomic_ref<T>;`, or a type with the same functions.");
    static_assert(
        !refers || waits,
        "[cenote] threading policy: write `static constexpr bool can_wait = true;` or `false`.");
    static_assert(
        !waits || says,
        "[cenote] threading policy: write `static constexpr bool lock_free = true;` or `false`.");
    static_assert(
        !says || knows,
        "[cenote] threading policy: one that is lock_free knows its threads; write `static "
        "cenote::affinity& this_thread() noexcept`.");
    static_assert(
        !knows || has_parker,
        "[cenote] threading policy: write a default constructible type `parker`.");
    static_assert(
        !has_parker || parks,
        "[cenote] threading policy: write in parker `template <class Clock> void "
        "park_until(Clock&, time_point)`.");
    static_assert(
        !parks || unparks, "[cenote] threading policy: write in parker `void unpark() noexcept`.");
};

} // namespace cenote::threading
