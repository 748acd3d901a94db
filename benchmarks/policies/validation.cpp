#include "../support/acquire.hpp"

#include <benchmark/benchmark.h>

namespace {

using bench::acquire;
using bench::dummies;
namespace validation = cenote::validation;
namespace probe = cenote::probe;

BENCHMARK(acquire<dummies<validation::none>>)->Name("acquire/validation/none");
BENCHMARK(acquire<dummies<validation::always<probe::peek>>>)
    ->Name("acquire/validation/always_peek");
BENCHMARK(acquire<dummies<validation::always<probe::ping>>>)
    ->Name("acquire/validation/always_ping");
BENCHMARK(acquire<dummies<validation::after_idle<>>>)->Name("acquire/validation/after_idle");
BENCHMARK(acquire<dummies<validation::ladder<>>>)->Name("acquire/validation/ladder");

} // namespace
