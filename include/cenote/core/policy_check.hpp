#pragma once

#include <cenote/core/bundle.hpp>
#include <cenote/core/concern_rules.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>

namespace cenote {

/// A type that says which of the concerns it answers.
template <class P>
concept names_concern =
    requires { typename P::concern; } && requires { sizeof(concern_rules<typename P::concern>); };

/// A policy that keeps the rules of its concern, as far as they do not depend on a resource.
template <class P>
concept any_policy = names_concern<P> && concern_rules<typename P::concern>::template conforms<P>;

namespace detail {

template <class P, class Concern>
inline constexpr bool is_about = false;

template <class P, class Concern>
    requires requires { typename P::concern; }
inline constexpr bool is_about<P, Concern> = std::is_same_v<typename P::concern, Concern>;

} // namespace detail

/// Says in one sentence why `P` may not be given to a pool as a policy; empty when it may.
template <class P>
struct check_given {
    static constexpr bool speaks = requires { typename P::concern; };

    static_assert(
        speaks,
        "[cenote] policy set: this type is no policy; write `using concern = "
        "cenote::concerns::<one of them>;` in it, or do not pass it.");
    static_assert(
        !speaks || names_concern<P>,
        "[cenote] policy set: this policy's `concern` is not one of cenote::concerns.");
};

template <names_concern P>
struct check_given<P> {
    static_assert(sizeof(typename concern_rules<typename P::concern>::template check<P>) > 0);
};

/// Says in one sentence that two of `Ps` answer the same `Concern`.
template <class Concern, class... Ps>
struct check_at_most_one {
    static_assert(
        (std::size_t{0} + ... + std::size_t{detail::is_about<Ps, Concern>}) <= 1,
        "[cenote] policy set: two policies answer the same concern; give at most one for each.");
};

/// All rules that can be checked without a factory, for each of `Ps` and for them together.
template <class... Ps>
struct check_all {
    static_assert(((sizeof(check_given<Ps>) > 0) && ... && true));
    static_assert(sizeof(check_at_most_one<concerns::validation, Ps...>) > 0);
    static_assert(sizeof(check_at_most_one<concerns::retry, Ps...>) > 0);
    static_assert(sizeof(check_at_most_one<concerns::recycling, Ps...>) > 0);
    static_assert(sizeof(check_at_most_one<concerns::release, Ps...>) > 0);
    static_assert(sizeof(check_at_most_one<concerns::refreshing, Ps...>) > 0);
    static_assert(sizeof(check_at_most_one<concerns::waiting, Ps...>) > 0);
    static_assert(sizeof(check_at_most_one<concerns::order, Ps...>) > 0);
    static_assert(sizeof(check_at_most_one<concerns::opening, Ps...>) > 0);
    static_assert(sizeof(check_at_most_one<concerns::closing, Ps...>) > 0);
    static_assert(sizeof(check_at_most_one<concerns::upkeep, Ps...>) > 0);
    static_assert(sizeof(check_at_most_one<concerns::workers, Ps...>) > 0);
    static_assert(sizeof(check_at_most_one<concerns::threading, Ps...>) > 0);
    static_assert(sizeof(check_at_most_one<concerns::clock, Ps...>) > 0);
    static_assert(sizeof(check_at_most_one<concerns::observer, Ps...>) > 0);
};

namespace detail {

template <class>
struct check_parts;

template <class... Ps>
struct check_parts<bundle<Ps...>> : check_all<Ps...> {};

} // namespace detail

template <bundle_of_policies B>
struct check_given<B> : detail::check_parts<typename B::bundled> {};

/// Says in one sentence that policies of `Set` want threads where there may be only one.
template <class Set>
struct check_threads_for {
    static constexpr bool wanted = Set::template policy_for<concerns::opening>::detached ||
                                   Set::template policy_for<concerns::closing>::detached ||
                                   Set::template policy_for<concerns::upkeep>::works;
    static constexpr bool chosen = !std::is_same_v<
        typename Set::template policy_for<concerns::workers>,
        concern_rules<concerns::workers>::default_policy>;
    static constexpr bool has = Set::template policy_for<concerns::threading>::can_wait;

    static_assert(
        !wanted || has,
        "[cenote] policy set: opening, closing or upkeep in the background needs threads; leave it "
        "out, or leave threading::single out.");
    static_assert(
        !chosen || wanted || has,
        "[cenote] policy set: workers use the pool from other threads; leave them out, or leave "
        "threading::single out.");
};

/// Says in one sentence what keeps the policies of `Set` from working on this `Resource` with this
/// `Factory`; empty when nothing does.
template <class Set, class Factory, class Resource>
struct check_policies_for {
    static_assert(
        sizeof(validation::check_policy_for<
               typename Set::template policy_for<concerns::validation>,
               Factory,
               Resource>) > 0);
    static_assert(
        sizeof(release::check_policy_for<
               typename Set::template policy_for<concerns::release>,
               Factory,
               Resource>) > 0);
    static_assert(sizeof(check_threads_for<Set>) > 0);
};

} // namespace cenote
