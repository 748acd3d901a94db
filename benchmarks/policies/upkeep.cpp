#include "../support/acquire.hpp"

#include <benchmark/benchmark.h>

namespace {

using bench::acquire;
using bench::dummies;
namespace upkeep = cenote::upkeep;

BENCHMARK(acquire<dummies<upkeep::none>>)->Name("acquire/upkeep/none");
BENCHMARK(acquire<dummies<upkeep::every>>)->Name("acquire/upkeep/every");

} // namespace
