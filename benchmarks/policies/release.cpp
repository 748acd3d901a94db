#include "../support/acquire.hpp"

#include <benchmark/benchmark.h>

namespace {

using bench::acquire;
using bench::dummies;
namespace release = cenote::release;

BENCHMARK(acquire<dummies<release::keep>>)->Name("acquire/release/keep");
BENCHMARK(acquire<dummies<release::rollback>>)->Name("acquire/release/rollback");
BENCHMARK(acquire<dummies<release::reset>>)->Name("acquire/release/reset");
BENCHMARK(acquire<dummies<release::discard_on_exception<>>>)
    ->Name("acquire/release/discard_on_exception");
BENCHMARK(acquire<dummies<release::discard>>)->Name("acquire/release/discard");

} // namespace
