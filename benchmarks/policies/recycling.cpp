#include "../support/acquire.hpp"

#include <benchmark/benchmark.h>

namespace {

using bench::acquire;
using bench::dummies;
namespace recycling = cenote::recycling;

BENCHMARK(acquire<dummies<recycling::never>>)->Name("acquire/recycling/never");
BENCHMARK(acquire<dummies<recycling::max_age>>)->Name("acquire/recycling/max_age");
BENCHMARK(acquire<dummies<recycling::max_idle>>)->Name("acquire/recycling/max_idle");
BENCHMARK(acquire<dummies<recycling::max_uses>>)->Name("acquire/recycling/max_uses");
BENCHMARK(acquire<dummies<recycling::any_of<recycling::max_age, recycling::max_idle>>>)
    ->Name("acquire/recycling/max_age_or_max_idle");

} // namespace
