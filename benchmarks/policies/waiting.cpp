#include "../support/acquire.hpp"

#include <boost/system/error_code.hpp>

#include <benchmark/benchmark.h>

namespace {

using bench::acquire;
using bench::dummies;
namespace waiting = cenote::waiting;

/// Asks a pool with nothing to lend, and has no time to wait. What waiting costs, and whom, is the
/// matter of the program `contention`.
template <class Waiting>
void exhausted(benchmark::State& state) {
    dummies<Waiting> pool{1};
    const auto only_one = pool.acquire();
    boost::system::error_code failed;
    for ([[maybe_unused]] auto _ : state) {
        const auto lease = pool.acquire(cenote::duration::zero(), failed);
        if (lease) return state.SkipWithError("it lent what it does not have");
    }
}

BENCHMARK(acquire<dummies<waiting::fifo>>)->Name("acquire/waiting/fifo");
BENCHMARK(acquire<dummies<waiting::fifo_after>>)->Name("acquire/waiting/fifo_after");
BENCHMARK(acquire<dummies<waiting::barging>>)->Name("acquire/waiting/barging");
BENCHMARK(acquire<dummies<waiting::bounded<>>>)->Name("acquire/waiting/bounded");
BENCHMARK(acquire<dummies<waiting::fail_fast>>)->Name("acquire/waiting/fail_fast");

BENCHMARK(exhausted<waiting::fifo_after>)->Name("exhausted/waiting/fifo_after");
BENCHMARK(exhausted<waiting::bounded<>>)->Name("exhausted/waiting/bounded");
BENCHMARK(exhausted<waiting::fail_fast>)->Name("exhausted/waiting/fail_fast");

} // namespace
