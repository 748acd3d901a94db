#pragma once

#include <cenote/policy/validation.hpp>

#include <cenote/pool.hpp>

#include "site.hpp"

#include <benchmark/benchmark.h>

namespace bench {

/// Lends an idle session, which proves by `Validation` that it is alive, and takes it back.
template <class Site, class Validation>
void verify(benchmark::State& state) {
    using backend = typename Site::backend;
    cenote::pool<backend, Validation> pool{
        backend{Site::connect_string()}, cenote::limits{.min_idle = 1, .max_size = 1}};
    for ([[maybe_unused]] auto _ : state) {
        auto lease = pool.acquire();
        benchmark::DoNotOptimize(*lease);
    }
}

} // namespace bench
