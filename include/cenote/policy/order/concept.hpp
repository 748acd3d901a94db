#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/order/precedence.hpp>

#include <concepts>
#include <type_traits>

namespace cenote::order {

/// One requirement, one name.
namespace requirement {

template <class P>
concept of_concern = std::same_as<typename P::concern, concerns::order>;

template <class P>
concept rule = std::same_as<decltype(P::rule), const precedence> &&
               requires { std::integral_constant<precedence, P::rule>{}; };

} // namespace requirement

/// Which idle resource goes out first?
///
/// | expression | returns      | is                |
/// |------------|--------------|-------------------|
/// | `P::rule`  | `precedence` | constant: the rule |
///
/// It is a wish: under `threading::multi` a resource that comes back at the same moment may be
/// passed over.
/// Models: `affine` (default), `lifo`, `lowest`.
template <class P>
concept policy = std::move_constructible<P> && requirement::of_concern<P> && requirement::rule<P>;

/// Says in one sentence why `P` is no order policy; empty when it is one.
template <class P>
struct check_policy {};

template <class P>
    requires(!policy<P>)
struct check_policy<P> {
    static constexpr bool moves = std::move_constructible<P>;
    static constexpr bool fits = moves && requirement::of_concern<P>;

    static_assert(moves, "[cenote] order policy: must be movable; the pool takes it by value.");
    static_assert(
        !moves || fits, "[cenote] order policy: write `using concern = cenote::concerns::order;`.");
    static_assert(
        !fits || requirement::rule<P>,
        "[cenote] order policy: write `static constexpr cenote::precedence rule = "
        "cenote::precedence::lifo;` or another of them.");
};

} // namespace cenote::order
