#pragma once

#include "arrangement.hpp"
#include "crowd.hpp"
#include "latencies.hpp"
#include "telling.hpp"

#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace bench {

/// Lets a crowd do `turn(thread)` until the benchmark has enough of it.
template <class Turn>
void let_contend(benchmark::State& state, const arrangement& given, Turn turn) {
    const std::uint64_t stride = given.hold == at_once ? 256 : 1;
    tell_turns(state, [&](std::uint64_t wanted) {
        return crowd{given.threads, wanted, stride}.run(turn);
    });
}

/// Throughput: no clock is read around the acquire.
template <class Pool>
void contend(benchmark::State& state, const arrangement& given) {
    Pool pool{given.size};
    with_hold(given.hold, [&](auto hold) {
        let_contend(state, given, [&](std::size_t) {
            auto lease = pool.acquire();
            benchmark::DoNotOptimize(*lease);
            hold();
        });
    });
}

/// The same with two clock reads around each acquire, for how long it took.
template <class Pool>
void measure_latency(benchmark::State& state, const std::string& name, const arrangement& given) {
    using clock = std::chrono::steady_clock;
    Pool pool{given.size};
    std::vector<latencies> waits(given.threads);
    with_hold(given.hold, [&](auto hold) {
        let_contend(state, given, [&](std::size_t thread) {
            std::chrono::nanoseconds wait;
            {
                const auto began = clock::now();
                auto lease = pool.acquire();
                wait = clock::now() - began;
                benchmark::DoNotOptimize(*lease);
                hold();
            }
            waits[thread].add(wait);
        });
    });
    tell_waits(state, name, waits);
}

/// Registers both for every arrangement; true, so that a constant may be what calls it.
template <class Pool>
bool contend_for(const std::string& pool) {
    for (const auto& given : arrangements) {
        const auto throughput = "contend/" + pool + given.name();
        benchmark::RegisterBenchmark(throughput.c_str(), [=](benchmark::State& state) {
            contend<Pool>(state, given);
        })->UseManualTime();
    }
    for (const auto& given : arrangements) {
        const auto latency = "latency/" + pool + given.name();
        benchmark::RegisterBenchmark(latency.c_str(), [=](benchmark::State& state) {
            measure_latency<Pool>(state, latency, given);
        })->UseManualTime();
    }
    return true;
}

} // namespace bench
