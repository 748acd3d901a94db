#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/validation/concept.hpp>
#include <cenote/policy/validation/probe.hpp>

namespace cenote::validation {

/// Asks the probe only of a resource that has rested for a while: one that came back within
/// `window` has just been used, which proves it alive.
template <class Probe = probe::ping>
struct after_idle {
    using concern = concerns::validation;
    using needs = facts<fact::idle>;

    /// Rest for which a resource is trusted. Default 500 ms; zero asks always.
    duration window = std::chrono::milliseconds{500};
    /// What is asked, whatever proof is wanted.
    [[no_unique_address]] Probe probe{};

    /// All that the probe can show from `window` on, before that nothing.
    [[nodiscard]] constexpr proof required(const needs& known) const noexcept {
        return known.idle < window ? proof::none : probe::gives<Probe>;
    }

    /// What the probe finds, or the awaitable that it returns. Throws what the probe throws.
    template <class Factory, class Resource>
        requires probe::usable_for<Probe, Factory, Resource>
    [[nodiscard]] auto prove(Factory& factory, Resource& resource, proof, deadline until) const
        -> probe::answer_of<Probe, Factory, Resource> {
        return probe::ask(probe, factory, resource, until);
    }

    /// The probe's.
    [[nodiscard]] constexpr duration timeout() const noexcept { return probe::timeout_of(probe); }

    /// Throws: `std::invalid_argument` when `window` is negative, or the probe has a bad value.
    void check() const {
        constexpr refusal refuse{"validation::after_idle"};
        refuse.unless(window >= duration::zero(), "window must not be negative", window);
        check_values(probe);
    }

    /// Says in one sentence what the factory or the probe lacks.
    template <class Factory, class Resource>
    struct check_factory : probe::check_usable<Probe, Factory, Resource> {};
};

after_idle() -> after_idle<>;
after_idle(duration) -> after_idle<>;
template <class Probe>
after_idle(duration, Probe) -> after_idle<Probe>;

static_assert(policy<after_idle<>>);

} // namespace cenote::validation
