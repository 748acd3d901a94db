#include "../support/acquire.hpp"

#include <benchmark/benchmark.h>

namespace {

using bench::acquire;
using bench::dummies;
namespace observer = cenote::observer;

BENCHMARK(acquire<dummies<observer::none>>)->Name("acquire/observer/none");
BENCHMARK(acquire<dummies<observer::all_of<>>>)->Name("acquire/observer/all_of_none");
BENCHMARK(acquire<dummies<observer::counters>>)->Name("acquire/observer/counters");
BENCHMARK(acquire<dummies<observer::counters>>)->Name("acquire/observer/counters")->Threads(2);

} // namespace
