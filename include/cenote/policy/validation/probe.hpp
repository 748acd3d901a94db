#pragma once

#include <cenote/base/health.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/validation/probe_concept.hpp>
#include <cenote/policy/values.hpp>

#include <concepts>

namespace cenote::probe {

namespace requirement {

template <class Factory, class Resource>
concept pings = requires(Factory& factory, Resource& resource) {
    { factory.ping(resource, deadline::never()) } -> says_health;
};

template <class Factory, class Resource>
concept peeks = requires(Factory& factory, Resource& resource) {
    { factory.peek(resource) } -> std::convertible_to<health>;
};

} // namespace requirement

/// One round trip: `factory.ping(resource, deadline)`, which may be awaited.
struct ping {
    /// The longest it may take to answer. Default 2 s, more than zero.
    duration timeout = std::chrono::seconds{2};

    /// What the factory finds, or the awaitable that it returns.
    template <class Factory, class Resource>
        requires requirement::pings<Factory, Resource>
    [[nodiscard]] auto operator()(Factory& factory, Resource& resource, deadline until) const
        -> found_by<decltype(factory.ping(resource, until))> {
        return factory.ping(resource, until);
    }

    /// Throws: `std::invalid_argument` when `timeout` is not positive.
    void check() const {
        constexpr refusal refuse{"probe::ping"};
        refuse.unless(timeout > duration::zero(), "timeout must be more than zero", timeout);
    }

    /// Says in one sentence what the factory lacks.
    template <class Factory, class Resource>
    struct check_factory {
        static_assert(
            requirement::pings<Factory, Resource>,
            "[cenote] validation policy: probe::ping asks the factory; write in it `health "
            "ping(Resource&, deadline)`, which may return an awaitable of it, or give the policy a "
            "probe of your own.");
    };
};

/// No round trip: `factory.peek(resource)`.
struct peek {
    /// No more than can be seen from here.
    static constexpr proof gives = proof::peek;

    /// What the factory sees.
    template <class Factory, class Resource>
        requires requirement::peeks<Factory, Resource>
    [[nodiscard]] health operator()(Factory& factory, Resource& resource, deadline) const {
        return factory.peek(resource);
    }

    /// Says in one sentence what the factory lacks.
    template <class Factory, class Resource>
    struct check_factory {
        static_assert(
            requirement::peeks<Factory, Resource>,
            "[cenote] validation policy: probe::peek asks the factory; write in it `health "
            "peek(Resource&) noexcept`, or give the policy a probe of your own.");
    };
};

} // namespace cenote::probe
