#include "../support/acquire.hpp"

#include <benchmark/benchmark.h>

namespace {

using bench::acquire;
using bench::dummies;
namespace opening = cenote::opening;

/// Lends what has to be opened first, since nothing is kept.
template <class Opening>
void open(benchmark::State& state) {
    cenote::pool pool{
        bench::dummy_factory{},
        cenote::limits{.max_size = 1},
        Opening{},
        cenote::release::discard{}};
    for ([[maybe_unused]] auto _ : state) {
        auto lease = pool.acquire();
        benchmark::DoNotOptimize(*lease);
    }
}

BENCHMARK(acquire<dummies<opening::by_caller>>)->Name("acquire/opening/by_caller");
BENCHMARK(acquire<dummies<opening::in_background>>)->Name("acquire/opening/in_background");

// The caller sleeps while others work for it: only real time shows that.
BENCHMARK(open<opening::by_caller>)->Name("open/opening/by_caller")->UseRealTime();
BENCHMARK(open<opening::in_background>)->Name("open/opening/in_background")->UseRealTime();

} // namespace
