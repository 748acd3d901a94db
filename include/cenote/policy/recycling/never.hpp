#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/recycling/concept.hpp>

#include <optional>

namespace cenote::recycling {

/// The default: a resource is kept for as long as it works.
struct never {
    using concern = concerns::recycling;
    using needs = facts<>;

    /// No.
    [[nodiscard]] constexpr std::optional<close_cause> expired(const needs&) const noexcept {
        return std::nullopt;
    }
};

static_assert(policy<never>);

} // namespace cenote::recycling
