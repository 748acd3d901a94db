#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace cenote::retry {

/// One requirement, one name.
namespace requirement {

template <class G>
concept timed =
    std::same_as<decltype(G::timed), const bool> && requires { std::bool_constant<G::timed>{}; };

template <class G>
concept asked = requires(G& g, const G& seen, time_point now) {
    { seen.opens_at_once() } noexcept -> std::same_as<std::size_t>;
    { seen.refuses() } noexcept -> std::same_as<bool>;
    { seen.next() } noexcept -> std::same_as<time_point>;
    { g.may_retry(now) } noexcept -> std::same_as<bool>;
};

template <class G>
concept told = requires(G& g, time_point now, fault what, std::size_t open, double draw) {
    { g.pass(now) } noexcept;
    { g.opened(now) } noexcept;
    { g.failed(now, what, open, draw) } noexcept;
};

} // namespace requirement

/// What a pool remembers about opening, as a whole, for one retry policy `P`.
///
/// | expression                       | returns       | meaning                                     |
/// |----------------------------------|---------------|---------------------------------------------|
/// | `G{p}`, where `p` is `const P&`  |               | nothing has happened yet; may refer to `p`  |
/// | `G::timed`                       | `bool`        | constant: do its answers depend on time?    |
/// | `g.pass(now)`                    | nothing       | time has moved on to `now`                  |
/// | `g.opens_at_once()`              | `std::size_t` | how many opens may be under way at once now |
/// | `g.refuses()`                    | `bool`        | is nobody to wait for an open any more?     |
/// | `g.next()`                       | `time_point`  | when `pass` may change the answers          |
/// | `g.may_retry(now)`               | `bool`        | is there budget for another attempt?        |
/// | `g.opened(now)`                  | nothing       | an open succeeded                           |
/// | `g.failed(now, what, open, draw)`| nothing       | an open failed, `open` resources being open |
///
/// `opens_at_once()` is 0 for none and `SIZE_MAX` for no limit. While it `refuses()`, callers that
/// find nothing idle and may not open fail at once with `errc::breaker_open`. `next()` is
/// `time_point::max()` for never. `may_retry` is asked when an attempt of a caller failed and the
/// policy's delay says try again; true takes from the budget. `open` counts what is idle or lent;
/// `draw` is drawn evenly from [0, 1).
/// The first three questions are const. Nothing throws, blocks, does I/O or reads a clock, and all
/// is O(1). A gate that is not `timed` gets a `now` without meaning.
/// Threads: none; the pool holds its gate under its lock. The policy outlives it.
/// A gate is no `final` class: the gate of a policy that wraps another derives from the other's.
/// Models: `no_gate`, those of `budgeted` and `breaker`.
template <class G>
concept gate = std::is_class_v<G> && !std::is_final_v<G> && requirement::timed<G> &&
               requirement::asked<G> && requirement::told<G>;

/// The gate of a policy that has none: everything passes.
struct no_gate {
    static constexpr bool timed = false;

    template <class Policy>
    explicit constexpr no_gate(const Policy&) noexcept {}

    constexpr void pass(time_point) noexcept {}

    [[nodiscard]] constexpr std::size_t opens_at_once() const noexcept { return SIZE_MAX; }

    [[nodiscard]] constexpr bool refuses() const noexcept { return false; }

    [[nodiscard]] constexpr time_point next() const noexcept { return time_point::max(); }

    [[nodiscard]] constexpr bool may_retry(time_point) noexcept { return true; }

    constexpr void opened(time_point) noexcept {}

    constexpr void failed(time_point, fault, std::size_t, double) noexcept {}
};

static_assert(gate<no_gate> && std::is_empty_v<no_gate>);

namespace detail {

template <class P>
struct find_gate {
    using type = no_gate;
};

template <class P>
    requires requires { typename P::gate; }
struct find_gate<P> {
    using type = typename P::gate;
};

} // namespace detail

/// The gate of the retry policy `P`: `P::gate`, or `no_gate` where there is none.
template <class P>
using gate_of = typename detail::find_gate<P>::type;

} // namespace cenote::retry
