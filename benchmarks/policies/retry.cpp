#include "../support/acquire.hpp"

#include <boost/system/error_code.hpp>

#include <benchmark/benchmark.h>
#include <chrono>
#include <stdexcept>
#include <support/clocks.hpp>

namespace {

using namespace std::chrono_literals;
using bench::acquire;
using bench::dummies;
namespace retry = cenote::retry;

/// Fails every other time, the first included.
struct moody_factory {
    bool fails = false;

    bench::dummy open(cenote::deadline) {
        fails = !fails;
        if (fails) throw std::runtime_error{"not this time"};
        return {};
    }
};

/// One open that fails, whatever the policy makes of it, and the one after it that does not. A
/// policy that gives up leaves the second attempt to the caller. Time leaps over the delays.
template <class Retry>
void fail(benchmark::State& state, Retry policy) {
    cenote::pool pool{
        moody_factory{},
        cenote::limits{.max_size = 1},
        policy,
        test::leaping_clock{},
        cenote::release::discard{}};
    boost::system::error_code failed;
    for ([[maybe_unused]] auto _ : state) {
        auto lease = pool.acquire(30s, failed);
        if (!lease) lease = pool.acquire(30s, failed);
        if (!lease) return state.SkipWithError("the second attempt failed, too");
    }
}

BENCHMARK(acquire<dummies<retry::none>>)->Name("acquire/retry/none");
BENCHMARK(acquire<dummies<retry::constant>>)->Name("acquire/retry/constant");
BENCHMARK(acquire<dummies<retry::exponential>>)->Name("acquire/retry/exponential");
BENCHMARK(acquire<dummies<retry::full_jitter>>)->Name("acquire/retry/full_jitter");
BENCHMARK(acquire<dummies<retry::decorrelated_jitter>>)->Name("acquire/retry/decorrelated_jitter");
BENCHMARK(acquire<dummies<retry::limited<>>>)->Name("acquire/retry/limited");
BENCHMARK(acquire<dummies<retry::budgeted<>>>)->Name("acquire/retry/budgeted");
BENCHMARK(acquire<dummies<retry::breaker<>>>)->Name("acquire/retry/breaker");

BENCHMARK_CAPTURE(fail, none, retry::none{})->Name("fail/retry/none");
BENCHMARK_CAPTURE(fail, constant, retry::constant{})->Name("fail/retry/constant");
BENCHMARK_CAPTURE(fail, exponential, retry::exponential{})->Name("fail/retry/exponential");
BENCHMARK_CAPTURE(fail, full_jitter, retry::full_jitter{})->Name("fail/retry/full_jitter");
BENCHMARK_CAPTURE(fail, decorrelated_jitter, retry::decorrelated_jitter{})
    ->Name("fail/retry/decorrelated_jitter");
BENCHMARK_CAPTURE(fail, limited, retry::limited{})->Name("fail/retry/limited");
// Each success has to earn a retry here, or most of these would soon be refused one.
BENCHMARK_CAPTURE(fail, budgeted, retry::budgeted<>{.share = 1.0})->Name("fail/retry/budgeted");
BENCHMARK_CAPTURE(fail, breaker, retry::breaker{})->Name("fail/retry/breaker");

} // namespace
