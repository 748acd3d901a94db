#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/recycling/concept.hpp>
#include <cenote/policy/values.hpp>

#include <cstdint>
#include <optional>

namespace cenote::recycling {

/// Replaces a resource after so many leases: for one whose other side grows with use.
struct max_uses {
    using concern = concerns::recycling;
    using needs = facts<fact::uses>;

    /// Leases in one life. Default 10,000, at least 1.
    std::uint64_t count = 10'000;

    /// `used_up` once it has been lent `count` times.
    [[nodiscard]] constexpr std::optional<close_cause> expired(const needs& known) const noexcept {
        if (known.uses >= count) return close_cause::used_up;
        return std::nullopt;
    }

    /// Throws: `std::invalid_argument` when `count` is 0.
    void check() const {
        constexpr refusal refuse{"recycling::max_uses"};
        refuse.unless(count > 0, "count must be at least 1", static_cast<double>(count));
    }
};

static_assert(policy<max_uses>);

} // namespace cenote::recycling
