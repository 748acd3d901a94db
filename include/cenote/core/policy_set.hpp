#pragma once

#include <cenote/policy/concerns.hpp>

#include <cenote/core/bundle.hpp>
#include <cenote/core/concern_rules.hpp>
#include <cenote/core/policy_check.hpp>
#include <cenote/core/policy_slots.hpp>

#include <boost/hana/concat.hpp>
#include <boost/hana/filter.hpp>
#include <boost/hana/find_if.hpp>
#include <boost/hana/optional.hpp>
#include <boost/hana/remove_if.hpp>
#include <boost/hana/reverse.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <boost/hana/unpack.hpp>

#include <tuple>
#include <type_traits>
#include <utility>

namespace cenote {

namespace detail {

namespace hana = boost::hana;

template <class Type>
using unwrap = typename std::remove_cvref_t<Type>::type;

/// Whether `P` decides `Concern`. What breaks the rules decides nothing, so that its sentence is
/// the only error.
template <class Concern, class P>
inline constexpr bool answers = any_policy<P> && is_about<P, Concern>;

inline constexpr auto is_bundle = [](auto given) {
    return hana::bool_c<bundle_of_policies<unwrap<decltype(given)>>>;
};

template <class Concern>
inline constexpr auto answers_concern =
    [](auto given) { return hana::bool_c<answers<Concern, unwrap<decltype(given)>>>; };

/// Whether `P` would have to make room for one of `Qs`.
template <class... Qs>
inline constexpr auto is_replaced_by = [](auto given) {
    using P = unwrap<decltype(given)>;
    if constexpr (names_concern<P>) {
        return hana::bool_c<(answers<typename P::concern, Qs> || ...)>;
    } else {
        return hana::false_c;
    }
};

/// Which of `Ps` decides `Concern`, if any: the policy for it, or else the last bundle that has
/// one.
template <class Concern, class... Ps>
constexpr auto find_source() {
    constexpr auto given = hana::tuple_t<Ps...>;
    constexpr auto singles = hana::remove_if(given, is_bundle);
    constexpr auto bundles = hana::reverse(hana::filter(given, is_bundle));
    return hana::find_if(hana::concat(singles, bundles), answers_concern<Concern>);
}

template <class... Ps>
struct choice;

template <class>
struct choice_of;

template <class... Ps>
struct choice_of<bundle<Ps...>> {
    using type = choice<Ps...>;
};

template <bundle_of_policies B>
using choice_inside = typename choice_of<typename B::bundled>::type;

template <class Concern, bundle_of_policies B>
inline constexpr bool answers<Concern, B> = choice_inside<B>::template settles<Concern>;

template <class Concern, class Source>
struct unbundle {
    using type = Source;
};

template <class Concern, bundle_of_policies B>
struct unbundle<Concern, B> {
    using type = typename choice_inside<B>::template policy<Concern>;
};

/// What answers each concern when `Ps` are given.
template <class... Ps>
struct choice {
    template <class Concern>
    static constexpr bool settles = decltype(hana::is_just(find_source<Concern, Ps...>()))::value;

    template <class Concern>
    using source = unwrap<decltype(find_source<Concern, Ps...>().value_or(
        hana::type_c<typename concern_rules<Concern>::default_policy>))>;

    template <class Concern>
    using policy = typename unbundle<Concern, source<Concern>>::type;

    template <bundle_of_policies B>
    using inside = choice_inside<B>;
};

template <class... Ps>
using slots_for = slots<
    choice<Ps...>,
    concerns::validation,
    concerns::retry,
    concerns::recycling,
    concerns::release,
    concerns::refreshing,
    concerns::waiting,
    concerns::order,
    concerns::opening,
    concerns::closing,
    concerns::upkeep,
    concerns::workers,
    concerns::threading,
    concerns::clock,
    concerns::observer>;

} // namespace detail

/// One policy for each concern, out of those that are given and the defaults for the others.
///
/// `Ps` are policies and bundles in any order, at most one policy for a concern; what breaks a rule
/// is answered with one sentence. Assembled by the compiler (with Boost.Hana, here and nowhere else
/// in this floor); policies without values take no room, and asking for a policy costs nothing.
/// Thread-safety: that of the policies.
template <class... Ps>
class policy_set : detail::slots_for<Ps...> {
    static_assert(sizeof(check_all<Ps...>) > 0);

    using slots = detail::slots_for<Ps...>;

public:
    /// The policy type that answers `Concern`.
    template <class Concern>
    using policy_for = typename detail::choice<Ps...>::template policy<Concern>;

    /// The same set but for `Qs`, which take the place of what was there for their concerns.
    template <class... Qs>
    using with = detail::unwrap<decltype(detail::hana::unpack(
        detail::hana::concat(
            detail::hana::remove_if(detail::hana::tuple_t<Ps...>, detail::is_replaced_by<Qs...>),
            detail::hana::tuple_t<Qs...>),
        detail::hana::template_<cenote::policy_set>))>;

    /// Whether any of the policies wants to be told `Fact`.
    template <class Fact>
    static constexpr bool any_needs = slots::template any_needs<Fact>;

    /// Every policy with its own defaults.
    policy_set()
        : slots{std::tuple<>{}} {}

    /// Takes the values of some or all of the policies, in any order; the others have their
    /// defaults. Each of `given` is a policy or bundle named in `Ps`, or one that a bundle among
    /// `Ps` chose.
    template <class... Given>
        requires(sizeof...(Given) > 0 && detail::times_among<policy_set, Given...> == 0)
    explicit policy_set(Given... given)
        : slots{std::tuple<Given...>{std::move(given)...}} {
        static_assert(
            (is_named<Given> && ...),
            "[cenote] policy set: a value is passed for a policy that the set does not name; name "
            "it, or do not pass it.");
        static_assert(
            ((detail::times_among<Given, Given...> == 1) && ...),
            "[cenote] policy set: two values are passed for one policy; pass one.");
    }

    /// The policy that answers `Concern`.
    template <class Concern>
    [[nodiscard]] constexpr policy_for<Concern>& get() noexcept {
        return slots::template slot_for<Concern>::policy;
    }

    /// The policy that answers `Concern`.
    template <class Concern>
    [[nodiscard]] constexpr const policy_for<Concern>& get() const noexcept {
        return slots::template slot_for<Concern>::policy;
    }

    /// Throws `std::invalid_argument`, naming policy and value, when a policy was given a bad
    /// value.
    void check() const { slots::check(); }

private:
    template <class Given>
    static constexpr bool is_named =
        (std::is_same_v<Given, Ps> || ...) || slots::template is_chosen<Given>;
};

template <class... Ps>
policy_set(Ps...) -> policy_set<Ps...>;

/// The policy type by which `Set` answers `Concern`.
template <class Set, class Concern>
using policy_for = typename Set::template policy_for<Concern>;

/// Whether any policy of `Set` wants to be told `Fact`.
template <class Fact, class Set>
inline constexpr bool any_needs = Set::template any_needs<Fact>;

} // namespace cenote
