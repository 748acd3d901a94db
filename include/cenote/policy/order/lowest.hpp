#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/order/concept.hpp>
#include <cenote/policy/order/precedence.hpp>

namespace cenote::order {

/// The lowest place goes out first: a small load uses few resources, and the same ones.
///
/// What is used rarely grows stale; recycle by `max_idle`, or prove what was long silent. Threads
/// meet at the lowest places: with several of them it costs more than `affine`. Under
/// `threading::mutexed` finding the lowest takes O(idle).
struct lowest {
    using concern = concerns::order;

    static constexpr precedence rule = precedence::lowest;
};

static_assert(policy<lowest>);

} // namespace cenote::order
