#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/release/concept.hpp>

namespace cenote::release {

/// The default: what comes back is lent again as it is.
struct keep {
    using concern = concerns::release;
    using needs = facts<>;

    /// Nothing.
    template <class Factory, class Resource>
    [[nodiscard]] constexpr cleaning required(Factory&, Resource&, const needs&) const noexcept {
        return cleaning::none;
    }

    /// Never called, since nothing is required.
    template <class Factory, class Resource>
    void clean(Factory&, Resource&, deadline) const noexcept {}

    /// No limit.
    [[nodiscard]] constexpr duration timeout() const noexcept { return duration::max(); }
};

static_assert(policy_for<keep, int, int>);

} // namespace cenote::release
