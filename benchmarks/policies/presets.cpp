#include <cenote/presets.hpp>

#include "../support/acquire.hpp"

#include <benchmark/benchmark.h>

namespace {

using bench::acquire;
using bench::dummies;
namespace presets = cenote::presets;

BENCHMARK(acquire<dummies<>>)->Name("acquire/preset/defaults");
BENCHMARK(acquire<dummies<presets::latency>>)->Name("acquire/preset/latency");
BENCHMARK(acquire<dummies<presets::balanced>>)->Name("acquire/preset/balanced");
BENCHMARK(acquire<dummies<presets::strict>>)->Name("acquire/preset/strict");

} // namespace
