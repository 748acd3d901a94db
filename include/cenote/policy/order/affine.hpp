#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/order/concept.hpp>
#include <cenote/policy/order/precedence.hpp>

namespace cenote::order {

/// The default: each thread gets back the resource that it used last, if that is idle, so that
/// threads do not meet, and the resource is in the cache of the processor that wants it. It is the
/// only order under which a second thread adds to the throughput; under `lifo` a lease takes five
/// times as long then (benchmarks/policies/order.cpp).
///
/// Every thread keeps a resource of its own in use: where idle ones are to be trimmed, `lifo` and
/// `lowest` leave more of them alone. Under `threading::mutexed`, where one lock orders everything,
/// the one that came back last goes out first, as under `lifo`.
struct affine {
    using concern = concerns::order;

    static constexpr precedence rule = precedence::affine;
};

static_assert(policy<affine>);

} // namespace cenote::order
