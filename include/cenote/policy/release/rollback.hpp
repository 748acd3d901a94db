#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/release/concept.hpp>
#include <cenote/policy/time_limit.hpp>
#include <cenote/policy/values.hpp>

#include <concepts>

namespace cenote::release {

namespace requirement {

template <class Factory, class Resource>
concept in_transaction = requires(Factory& factory, Resource& resource) {
    { factory.in_transaction(resource) } noexcept -> std::convertible_to<bool>;
};

template <class Factory, class Resource>
concept rolls_back = requires(Factory& factory, Resource& resource) {
    factory.rollback(resource, deadline::never());
};

} // namespace requirement

/// Rolls back a transaction that its borrower left open, so that the next one neither sees nor
/// commits it. Costs nothing when there is none: the check makes no round trip.
///
/// Requires of the factory: `bool in_transaction(Resource&) noexcept` and
/// `void rollback(Resource&, deadline)`, which throws when it failed, and may return an awaitable.
struct rollback {
    using concern = concerns::release;
    using needs = facts<>;

    /// How long the rollback may take. Default 2 s, more than zero.
    time_limit timeout = std::chrono::seconds{2};

    /// `clean` when a transaction is open.
    template <class Factory, class Resource>
        requires requirement::in_transaction<Factory, Resource>
    [[nodiscard]] cleaning
    required(Factory& factory, Resource& resource, const needs&) const noexcept {
        return factory.in_transaction(resource) ? cleaning::clean : cleaning::none;
    }

    /// Rolls it back, or returns the awaitable that does. Throws what the factory throws.
    template <class Factory, class Resource>
        requires requirement::rolls_back<Factory, Resource>
    auto clean(Factory& factory, Resource& resource, deadline until) const {
        return factory.rollback(resource, until);
    }

    /// Throws: `std::invalid_argument` when `timeout` is not positive.
    void check() const {
        constexpr refusal refuse{"release::rollback"};
        refuse.unless(timeout() > duration::zero(), "timeout must be more than zero", timeout());
    }

    /// Says in one sentence what the factory lacks.
    template <class Factory, class Resource>
    struct check_factory {
        static constexpr bool sees = requirement::in_transaction<Factory, Resource>;

        static_assert(
            sees,
            "[cenote] release policy: rollback asks the factory; write in it `bool "
            "in_transaction(Resource&) noexcept`.");
        static_assert(
            !sees || requirement::rolls_back<Factory, Resource>,
            "[cenote] release policy: rollback asks the factory; write in it `void "
            "rollback(Resource&, deadline)`, which throws when it failed.");
    };
};

static_assert(policy<rollback>);

} // namespace cenote::release
