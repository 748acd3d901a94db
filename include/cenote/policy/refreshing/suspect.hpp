#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/refreshing/concept.hpp>

namespace cenote::refreshing {

/// The default: once one resource is found dead, the others must prove to be alive before they are
/// lent again. Costs one proof for each, and closes none that still works.
struct suspect {
    using concern = concerns::refreshing;

    /// `suspect` after a fault that ended the resource, else nothing.
    [[nodiscard]] constexpr reaction after(fault what) const noexcept {
        return ends_resource(what) ? reaction::suspect : reaction::none;
    }
};

static_assert(policy<suspect>);

} // namespace cenote::refreshing
