#pragma once

#include <cenote/base/job.hpp>

#include <cenote/policy/concerns.hpp>

#include <concepts>

namespace cenote::workers {

/// One requirement, one name.
namespace requirement {

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::workers>;

template <class P>
concept start = requires(P& p, job& work) {
    { p.start(work) } -> std::same_as<void>;
};

template <class P>
concept const_start = requires(const P& p, job& work) { p.start(work); };

} // namespace requirement

/// Who does what would block the one who asks?
///
/// | expression      | returns | throws                | is                                    |
/// |-----------------|---------|-----------------------|---------------------------------------|
/// | `p.start(work)` | nothing | when nobody can do it | takes the `job` and has it run, later |
///
/// `p` is const, `work` a `job&` with work in it. A job may take long, and may never end.
/// Threads: called concurrently, never under the pool lock: must not block.
/// Errors: when `start` throws, `work` is left as it was.
/// Optional: `void check() const` throws `std::invalid_argument` for bad values.
/// Laws: `start` moves from `work` and never runs it itself, neither before it returns nor
/// afterwards in the same thread, unless that thread is an executor's. What was taken is run, or
/// dropped where nobody is left to run it. `p` may be destroyed from inside of a job that it took.
/// Models: `new_thread` (default), `threads`, `any`, and `on` in `cenote/asio/workers.hpp`.
template <class P>
concept policy = std::move_constructible<P> && requirement::of_concern<P> &&
                 requirement::start<P> && requirement::const_start<P>;

/// Says in one sentence why `P` is no workers policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;
    static constexpr bool starts = fits && requirement::start<P>;

    static_assert(moves, "[cenote] workers policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits,
        "[cenote] workers policy: write `using concern = cenote::concerns::workers;`.");
    static_assert(
        !fits || starts,
        "[cenote] workers policy: write `void start(cenote::job&) const`, which moves the job out "
        "and has it run elsewhere, or throws.");
    static_assert(
        !starts || requirement::const_start<P>,
        "[cenote] workers policy: start() must be const; many callers ask at once.");
};

} // namespace cenote::workers
