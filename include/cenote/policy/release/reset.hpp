#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/release/concept.hpp>
#include <cenote/policy/time_limit.hpp>
#include <cenote/policy/values.hpp>

namespace cenote::release {

namespace requirement {

template <class Factory, class Resource>
concept resets =
    requires(Factory& factory, Resource& resource) { factory.reset(resource, deadline::never()); };

} // namespace requirement

/// Puts every resource back into the state of a new one: for a database session that is the open
/// transaction, settings, temporary tables, locks. Costs a round trip for each lease.
///
/// Requires of the factory: `void reset(Resource&, deadline)`, which throws when it failed,
/// and may return an awaitable.
struct reset {
    using concern = concerns::release;
    using needs = facts<>;

    /// How long the reset may take. Default 2 s, more than zero.
    time_limit timeout = std::chrono::seconds{2};

    /// Always `clean`.
    template <class Factory, class Resource>
    [[nodiscard]] constexpr cleaning required(Factory&, Resource&, const needs&) const noexcept {
        return cleaning::clean;
    }

    /// Resets it, or returns the awaitable that does. Throws what the factory throws.
    template <class Factory, class Resource>
        requires requirement::resets<Factory, Resource>
    auto clean(Factory& factory, Resource& resource, deadline until) const {
        return factory.reset(resource, until);
    }

    /// Throws: `std::invalid_argument` when `timeout` is not positive.
    void check() const {
        constexpr refusal refuse{"release::reset"};
        refuse.unless(timeout() > duration::zero(), "timeout must be more than zero", timeout());
    }

    /// Says in one sentence what the factory lacks.
    template <class Factory, class Resource>
    struct check_factory {
        static_assert(
            requirement::resets<Factory, Resource>,
            "[cenote] release policy: reset asks the factory; write in it `void reset(Resource&, "
            "deadline)`, which throws when it failed.");
    };
};

static_assert(policy<reset>);

} // namespace cenote::release
