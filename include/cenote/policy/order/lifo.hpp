#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/order/concept.hpp>
#include <cenote/policy/order/precedence.hpp>

namespace cenote::order {

/// What came back last goes out first: it is the least likely to be stale, and what the load does
/// not need sinks to the bottom and grows old there.
///
/// All threads meet at the top of one stack: with several of them it costs many times `affine`.
struct lifo {
    using concern = concerns::order;

    static constexpr precedence rule = precedence::lifo;
};

static_assert(policy<lifo>);

} // namespace cenote::order
