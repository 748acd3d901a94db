#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/validation/concept.hpp>
#include <cenote/policy/validation/probe.hpp>

namespace cenote::validation {

/// Asks the probe each time. With `probe::ping` that is a round trip for each lease; with
/// `probe::peek`, next to nothing.
template <class Probe = probe::ping>
struct always {
    using concern = concerns::validation;
    using needs = facts<>;

    /// What is asked, whatever proof is wanted.
    [[no_unique_address]] Probe probe{};

    /// All that the probe can show, always.
    [[nodiscard]] constexpr proof required(const needs&) const noexcept {
        return probe::gives<Probe>;
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

    /// Throws: `std::invalid_argument` when the probe has a bad value.
    void check() const { check_values(probe); }

    /// Says in one sentence what the factory or the probe lacks.
    template <class Factory, class Resource>
    struct check_factory : probe::check_usable<Probe, Factory, Resource> {};
};

always() -> always<>;
template <class Probe>
always(Probe) -> always<Probe>;

static_assert(policy<always<>>);

} // namespace cenote::validation
