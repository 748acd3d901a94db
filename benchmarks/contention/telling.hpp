#pragma once

#include "crowd.hpp"
#include "latencies.hpp"
#include "side_file.hpp"

#include <benchmark/benchmark.h>
#include <cstdint>
#include <string>
#include <vector>

namespace bench {

/// Calls `run(wanted)`, which gives an `outcome` of so many turns or more, until the benchmark has
/// enough of it, and reports real time for each turn of all together.
template <class Run>
void tell_turns(benchmark::State& state, Run run) {
    const auto wanted = state.max_iterations;
    while (state.KeepRunningBatch(wanted)) {
        const outcome done = run(static_cast<std::uint64_t>(wanted));
        // They may have had some turns more than wanted.
        const double surplus = static_cast<double>(done.turns) / static_cast<double>(wanted);
        state.SetIterationTime(done.took.count() / surplus);
        state.counters["fairness"] = done.fairness;
    }
}

/// Reports how long the waits of all took. Precondition: there are any.
inline void
tell_waits(benchmark::State& state, const std::string& name, std::vector<latencies>& waits) {
    for (auto other = waits.begin() + 1; other != waits.end(); ++other)
        waits.front() += *other;
    const auto& all = waits.front();
    state.counters["p50_us"] = all.quantile_us(0.5);
    state.counters["p99_us"] = all.quantile_us(0.99);
    state.counters["p999_us"] = all.quantile_us(0.999);
    state.counters["max_us"] = all.max_us();
    write_aside(name, all);
}

} // namespace bench
