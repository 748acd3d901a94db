#include "../support/dummies.hpp"

#include <benchmark/benchmark.h>
#include <cstddef>
#include <vector>

namespace {

using bench::dummies;
namespace order = cenote::order;

/// Looks for what is idle where nothing is: does that grow with the pool?
template <class Order>
void exhausted(benchmark::State& state) {
    const auto size = static_cast<std::size_t>(state.range(0));
    dummies<Order> pool{size};
    std::vector<typename dummies<Order>::lease> all(size);
    for (auto& one : all)
        one = pool.acquire();
    for ([[maybe_unused]] auto _ : state) {
        const auto lease = pool.try_acquire();
        if (lease) return state.SkipWithError("it lent what it does not have");
    }
}

BENCHMARK(exhausted<order::affine>)
    ->Name("exhausted/order/affine")
    ->ArgName("size")
    ->Arg(10)
    ->Arg(1'000);
BENCHMARK(exhausted<order::lifo>)
    ->Name("exhausted/order/lifo")
    ->ArgName("size")
    ->Arg(10)
    ->Arg(1'000);
BENCHMARK(exhausted<order::lowest>)
    ->Name("exhausted/order/lowest")
    ->ArgName("size")
    ->Arg(10)
    ->Arg(1'000);

} // namespace
