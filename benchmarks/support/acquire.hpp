#pragma once

#include "dummies.hpp"
#include "shared_by_threads.hpp"

#include <benchmark/benchmark.h>
#include <cstddef>

namespace bench {

/// As many as a pool has by default.
inline constexpr std::size_t idle_ones = 10;

/// Lends an idle dummy and takes it back.
template <class Pool>
void acquire(benchmark::State& state) {
    const auto held = shared_by_threads<Pool>(idle_ones);
    Pool& pool = *held;
    for ([[maybe_unused]] auto _ : state) {
        auto lease = pool.acquire();
        benchmark::DoNotOptimize(*lease);
    }
}

} // namespace bench
