#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/validation/concept.hpp>

namespace cenote::validation {

/// The default: an idle resource is trusted to be alive.
struct none {
    using concern = concerns::validation;
    using needs = facts<>;

    /// It has no means to tell the dead from the living.
    [[nodiscard]] static constexpr bool proves() noexcept { return false; }

    /// No proof.
    [[nodiscard]] constexpr proof required(const needs&) const noexcept { return proof::none; }

    /// Alive, for all it knows.
    template <class Factory, class Resource>
    [[nodiscard]] constexpr health prove(Factory&, Resource&, proof, deadline) const noexcept {
        return true;
    }

    /// No limit.
    [[nodiscard]] constexpr duration timeout() const noexcept { return duration::max(); }
};

static_assert(policy_for<none, int, int>);

} // namespace cenote::validation
