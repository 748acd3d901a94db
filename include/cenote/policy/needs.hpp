#pragma once

#include <cenote/policy/facts.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/set.hpp>

#include <concepts>

namespace cenote {

namespace detail {

template <class>
inline constexpr bool is_facts = false;

template <class... Facts>
inline constexpr bool is_facts<facts<Facts...>> = true;

template <class>
struct needs_or_none {
    using type = facts<>;
};

} // namespace detail

/// A policy that says which facts it wants to be told: `using needs = facts<fact::age>;`.
template <class P>
concept states_needs = detail::is_facts<typename P::needs>;

/// Whether `P` wants to be told `Fact`; false for a policy that is told no facts at all.
template <class P, class Fact>
inline constexpr bool needs_fact = false;

template <states_needs P, class Fact>
inline constexpr bool needs_fact<P, Fact> = std::derived_from<typename P::needs, Fact>;

namespace detail {

template <states_needs P>
struct needs_or_none<P> {
    using type = typename P::needs;
};

} // namespace detail

/// Every fact that one of `Ps` wants to be told, once: what a policy made of them must ask for.
template <class... Ps>
using union_of_needs =
    boost::mp11::mp_set_union<facts<>, typename detail::needs_or_none<Ps>::type...>;

} // namespace cenote
