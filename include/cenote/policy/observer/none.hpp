#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/observer/concept.hpp>

namespace cenote::observer {

/// The default: nobody is told, and telling costs nothing.
struct none {
    using concern = concerns::observer;
};

static_assert(policy<none>);

} // namespace cenote::observer
