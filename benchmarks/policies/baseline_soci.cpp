#include "../support/acquire.hpp"
#include "../support/soci_pool.hpp"

#include <benchmark/benchmark.h>

namespace {

BENCHMARK(bench::acquire<bench::soci_pool>)->Name("acquire/baseline/soci_pool");
BENCHMARK(bench::acquire<bench::soci_pool>)->Name("acquire/baseline/soci_pool")->Threads(2);

} // namespace
