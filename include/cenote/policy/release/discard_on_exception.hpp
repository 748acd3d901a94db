#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/release/concept.hpp>
#include <cenote/policy/release/keep.hpp>
#include <cenote/policy/values.hpp>

#include <boost/mp11/set.hpp>

namespace cenote::release {

/// Closes what comes back because an exception left its borrower's scope, whose state nobody knows;
/// else does what `inner` says.
template <class Inner = keep>
struct discard_on_exception {
    static_assert(sizeof(check_policy<Inner>) > 0);

    using concern = concerns::release;
    using needs = boost::mp11::mp_set_push_back<union_of_needs<Inner>, fact::unwinding>;

    /// Decides when no exception was in flight.
    [[no_unique_address]] Inner inner{};

    /// `discard` while unwinding, else what `inner` requires.
    template <class Factory, class Resource>
        requires policy_for<Inner, Factory, Resource>
    [[nodiscard]] cleaning
    required(Factory& factory, Resource& resource, const needs& known) const noexcept {
        if (known.unwinding) return cleaning::discard;
        return inner.required(factory, resource, known);
    }

    /// Cleans as `inner` does, returns what it returns, and throws what it throws.
    template <class Factory, class Resource>
        requires policy_for<Inner, Factory, Resource>
    auto clean(Factory& factory, Resource& resource, deadline until) const {
        return inner.clean(factory, resource, until);
    }

    /// That of `inner`.
    [[nodiscard]] constexpr duration timeout() const noexcept { return inner.timeout(); }

    /// Throws: `std::invalid_argument` when `inner` has a bad value.
    void check() const { check_values(inner); }

    /// Says in one sentence what `inner` lacks.
    template <class Factory, class Resource>
    struct check_factory : check_policy_for<Inner, Factory, Resource> {};
};

static_assert(policy_for<discard_on_exception<>, int, int>);

} // namespace cenote::release
