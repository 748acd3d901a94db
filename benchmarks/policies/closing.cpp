#include "../support/acquire.hpp"

#include <benchmark/benchmark.h>
#include <chrono>
#include <thread>

namespace {

using namespace std::chrono_literals;
using bench::acquire;
using bench::dummies;
namespace closing = cenote::closing;

/// Closes as slowly as a session does that says goodbye over a network.
struct polite_factory {
    static bench::dummy open(cenote::deadline) noexcept { return {}; }

    static void close(bench::dummy&) noexcept { std::this_thread::sleep_for(1ms); }
};

/// How long a caller is held up who gives back what has to be closed.
template <class Closing>
void close(benchmark::State& state) {
    using clock = std::chrono::steady_clock;
    cenote::pool pool{polite_factory{}, cenote::limits{.max_size = 1}, Closing{}};
    for ([[maybe_unused]] auto _ : state) {
        auto lease = pool.acquire();
        const auto begin = clock::now();
        lease.discard();
        state.SetIterationTime(std::chrono::duration<double>{clock::now() - begin}.count());
        std::this_thread::sleep_for(1ms); // or what is to be closed would pile up
    }
}

BENCHMARK(acquire<dummies<closing::by_caller>>)->Name("acquire/closing/by_caller");
BENCHMARK(acquire<dummies<closing::in_background>>)->Name("acquire/closing/in_background");

// So many, since what is left to others takes far longer than what is measured.
BENCHMARK(close<closing::by_caller>)
    ->Name("close/closing/by_caller")
    ->UseManualTime()
    ->Iterations(200);
BENCHMARK(close<closing::in_background>)
    ->Name("close/closing/in_background")
    ->UseManualTime()
    ->Iterations(200);

} // namespace
