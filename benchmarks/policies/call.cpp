#include "../support/acquire.hpp"

#include <benchmark/benchmark.h>

namespace {

using bench::acquire;
using bench::dummies;

/// Lends from a function that is really called, as in a program that acquires in many places.
template <class Pool>
class called_pool : public Pool {
public:
    using Pool::Pool;

    [[gnu::noinline]] typename Pool::lease acquire() { return Pool::acquire(); }
};

// A type of its own, so that the same pool is still inlined elsewhere: `acquire/threading/multi`.
using one_more = dummies<cenote::threading::multi, cenote::waiting::fifo_after>;
BENCHMARK(acquire<called_pool<one_more>>)->Name("acquire/call/not_inlined");

} // namespace
