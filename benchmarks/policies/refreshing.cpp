#include "../support/acquire.hpp"

#include <array>
#include <benchmark/benchmark.h>

namespace {

using bench::acquire;
using bench::dummies;
namespace refreshing = cenote::refreshing;

/// One of ten resources is found lost; then all places are lent once more, at the same time.
template <class Refreshing>
void lost(benchmark::State& state) {
    using validation = cenote::validation::always<cenote::probe::peek>;
    using pool_type = dummies<Refreshing, validation>;
    pool_type pool{bench::idle_ones};
    std::array<typename pool_type::lease, bench::idle_ones> all;
    for ([[maybe_unused]] auto _ : state) {
        pool.acquire().discard(cenote::fault::lost);
        for (auto& one : all)
            one = pool.acquire();
        for (auto& one : all)
            one.release();
    }
}

BENCHMARK(acquire<dummies<refreshing::none>>)->Name("acquire/refreshing/none");
BENCHMARK(acquire<dummies<refreshing::suspect>>)->Name("acquire/refreshing/suspect");
BENCHMARK(acquire<dummies<refreshing::retire>>)->Name("acquire/refreshing/retire");

BENCHMARK(lost<refreshing::none>)->Name("lost/refreshing/none");
BENCHMARK(lost<refreshing::suspect>)->Name("lost/refreshing/suspect");
BENCHMARK(lost<refreshing::retire>)->Name("lost/refreshing/retire");

} // namespace
