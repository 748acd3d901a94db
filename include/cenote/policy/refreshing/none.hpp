#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/refreshing/concept.hpp>

namespace cenote::refreshing {

/// Each resource is on its own: what befell one says nothing about the others.
struct none {
    using concern = concerns::refreshing;

    /// Nothing happens to the others.
    [[nodiscard]] constexpr reaction after(fault) const noexcept { return reaction::none; }
};

static_assert(policy<none>);

} // namespace cenote::refreshing
