#include "../support/acquire.hpp"
#include "../support/poco_pool.hpp"

#include <benchmark/benchmark.h>

namespace {

BENCHMARK(bench::acquire<bench::poco_pool>)->Name("acquire/baseline/poco");
BENCHMARK(bench::acquire<bench::poco_pool>)->Name("acquire/baseline/poco")->Threads(2);

} // namespace
