#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/refreshing/concept.hpp>

namespace cenote::refreshing {

/// Once one resource is found dead, the others are closed as they come up. For servers that fail
/// over as a whole, where a connection that still answers may lead to the wrong side.
struct retire {
    using concern = concerns::refreshing;

    /// `retire` after a fault that ended the resource, else nothing.
    [[nodiscard]] constexpr reaction after(fault what) const noexcept {
        return ends_resource(what) ? reaction::retire : reaction::none;
    }
};

static_assert(policy<retire>);

} // namespace cenote::refreshing
