#include <cenote/pool.hpp>

#include <benchmark/benchmark.h>
#include <memory>

namespace {

/// Opens what costs one allocation: next to that, a pool's own cost shows.
struct factory {
    static std::unique_ptr<int> open(cenote::deadline) { return std::make_unique<int>(1); }
};

void no_pool(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        auto resource = factory::open(cenote::deadline::never());
        benchmark::DoNotOptimize(*resource);
    }
}

void acquire_release(benchmark::State& state) {
    static cenote::pool pool{factory{}};
    for ([[maybe_unused]] auto _ : state) {
        auto lease = pool.acquire();
        benchmark::DoNotOptimize(**lease);
    }
}

BENCHMARK(no_pool);
BENCHMARK(acquire_release)->Threads(1)->Threads(2)->UseRealTime();

} // namespace

BENCHMARK_MAIN();
