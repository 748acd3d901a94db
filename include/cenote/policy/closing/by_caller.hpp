#pragma once

#include <cenote/policy/closing/concept.hpp>
#include <cenote/policy/concerns.hpp>

namespace cenote::closing {

/// The default: whoever gives a resource up closes it, and its place is free afterwards, so that
/// there are never more resources than places.
struct by_caller {
    using concern = concerns::closing;

    static constexpr bool detached = false;
};

static_assert(policy<by_caller>);

} // namespace cenote::closing
