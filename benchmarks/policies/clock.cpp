#include "../support/acquire.hpp"

#include <benchmark/benchmark.h>

namespace {

using bench::acquire;
using bench::dummies;
using asks_the_time = cenote::recycling::max_idle;
namespace clock = cenote::clock;

// A clock that no policy asks for the time is not read.
BENCHMARK(acquire<dummies<clock::steady>>)->Name("acquire/clock/steady_unread");
BENCHMARK(acquire<dummies<clock::steady, asks_the_time>>)->Name("acquire/clock/steady");
BENCHMARK(acquire<dummies<clock::manual, asks_the_time>>)->Name("acquire/clock/manual");

} // namespace
