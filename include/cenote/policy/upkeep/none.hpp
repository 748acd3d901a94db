#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/upkeep/concept.hpp>

namespace cenote::upkeep {

/// The default: what is idle is looked at when it is wanted, and the pool has no thread for it.
struct none {
    using concern = concerns::upkeep;

    static constexpr bool works = false;
};

static_assert(policy<none>);

} // namespace cenote::upkeep
