#pragma once

#include <cenote/policy/needs.hpp>
#include <cenote/policy/values.hpp>

#include <cenote/core/bundle.hpp>

#include <concepts>
#include <cstddef>
#include <exception>
#include <tuple>
#include <type_traits>
#include <utility>

/// Where the values of a policy set lie, and how they get there. Which policy answers which concern
/// was decided before, by a `Choice`: its `policy<Concern>`, which comes from its
/// `source<Concern>`: the policy itself, or a bundle `B` with a choice of its own, `inside<B>`.
namespace cenote::detail {

template <class P, class... Given>
inline constexpr std::size_t times_among =
    (std::size_t{0} + ... + std::size_t{std::is_same_v<P, Given>});

/// Exactly once: a value that is given twice is an error with a sentence of its own.
template <class P, class... Given>
inline constexpr bool is_among = times_among<P, Given...> == 1;

/// Moves the policy for `Concern` out of `given`, or else makes it from the defaults.
template <class Choice, class Concern, class... Given>
auto take(std::tuple<Given...>& given) -> typename Choice::template policy<Concern> {
    using wanted = typename Choice::template policy<Concern>;
    using source = typename Choice::template source<Concern>;
    if constexpr (is_among<wanted, Given...>) {
        return std::move(std::get<wanted>(given));
    } else if constexpr (!is_among<source, Given...> && !std::default_initializable<source>) {
        static_assert(
            std::default_initializable<source>,
            "[cenote] policy set: this policy has no default constructor; pass its value.");
        std::terminate();
    } else if constexpr (!bundle_of_policies<source>) {
        return source{};
    } else if constexpr (is_among<source, Given...>) {
        using inside = typename Choice::template inside<source>;
        return take<inside, Concern>(std::get<source>(given).parts);
    } else {
        source defaults{};
        using inside = typename Choice::template inside<source>;
        return take<inside, Concern>(defaults.parts);
    }
}

/// Holds one policy. As a base class it takes no room when the policy has no values.
template <class Concern, class P>
struct slot {
    [[no_unique_address]] P policy;
};

template <class Choice, class... Concerns>
struct slots : slot<Concerns, typename Choice::template policy<Concerns>>... {
    template <class Concern>
    using slot_for = slot<Concern, typename Choice::template policy<Concern>>;

    template <class P>
    static constexpr bool is_chosen =
        (std::is_same_v<P, typename Choice::template policy<Concerns>> || ...);

    template <class Fact>
    static constexpr bool any_needs =
        (needs_fact<typename Choice::template policy<Concerns>, Fact> || ...);

    // Not constexpr: GCC 12 lays out constants wrongly where empty members share an address with
    // others, and wipes the others.
    template <class... Given>
    explicit slots(std::tuple<Given...> given)
        : slot_for<Concerns>{take<Choice, Concerns>(given)}... {}

    void check() const { (check_values(slot_for<Concerns>::policy), ...); }
};

} // namespace cenote::detail
