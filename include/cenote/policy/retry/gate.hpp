#pragma once
#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>
#include <cstddef>
#include <limits>
namespace cenote::retry {
struct no_gate {
    static constexpr bool timed = false;
    constexpr no_gate() = default;
    template <class P> explicit constexpr no_gate(const P&) noexcept {}
    constexpr void pass(time_point) noexcept {}
    [[nodiscard]] constexpr std::size_t opens_at_once() const noexcept { return std::numeric_limits<std::size_t>::max(); }
    [[nodiscard]] constexpr bool refuses() const noexcept { return false; }
    [[nodiscard]] constexpr time_point next() const noexcept { return time_point::max(); }
    [[nodiscard]] constexpr bool may_retry(time_point) noexcept { return true; }
    constexpr void opened(time_point) noexcept {}
    constexpr void failed(time_point, fault, std::size_t, double) noexcept {}
};
namespace detail {
template <class P> struct gate_of { using type = no_gate; };
template <class P> requires requires { typename P::gate; } struct gate_of<P> { using type = typename P::gate; };
}
template <class P> using gate_of = typename detail::gate_of<P>::type;
}
