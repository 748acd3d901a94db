#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/refreshing/concept.hpp>

namespace cenote::refreshing {

/// The default: once one resource is lost, the others must prove to be alive before they are lent
/// again, which costs one proof for each and closes none that still works. Where a proof would tell
/// nothing they are closed instead: after one has timed out each would wait out the same silence,
/// and in the wrong role each would answer.
struct suspect {
    using concern = concerns::refreshing;

    /// `retire` after `fault::timed_out` and `fault::read_only`, `suspect` after `fault::lost`, else
    /// nothing.
    [[nodiscard]] constexpr reaction after(fault what) const noexcept {
        if (what == fault::timed_out || what == fault::read_only) return reaction::retire;
        return ends_resource(what) ? reaction::suspect : reaction::none;
    }
};

static_assert(policy<suspect>);

} // namespace cenote::refreshing
