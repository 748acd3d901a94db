#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/release/concept.hpp>

namespace cenote::release {

/// Lends every resource once: what comes back is closed. The pool then only bounds how many there
/// are at a time.
struct discard {
    using concern = concerns::release;
    using needs = facts<>;

    /// Always discarded.
    template <class Factory, class Resource>
    [[nodiscard]] constexpr cleaning required(Factory&, Resource&, const needs&) const noexcept {
        return cleaning::discard;
    }

    /// Never called, since nothing is kept.
    template <class Factory, class Resource>
    void clean(Factory&, Resource&, deadline) const noexcept {}

    /// No limit.
    [[nodiscard]] constexpr duration timeout() const noexcept { return duration::max(); }
};

static_assert(policy_for<discard, int, int>);

} // namespace cenote::release
