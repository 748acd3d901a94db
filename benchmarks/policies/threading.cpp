#include "../support/acquire.hpp"

#include <benchmark/benchmark.h>

namespace {

using bench::acquire;
using bench::dummies;
namespace threading = cenote::threading;

BENCHMARK(acquire<dummies<threading::single>>)->Name("acquire/threading/single");
BENCHMARK(acquire<dummies<threading::mutexed>>)->Name("acquire/threading/mutexed");
BENCHMARK(acquire<dummies<threading::mutexed>>)->Name("acquire/threading/mutexed")->Threads(2);
BENCHMARK(acquire<dummies<threading::multi>>)->Name("acquire/threading/multi");
BENCHMARK(acquire<dummies<threading::multi>>)->Name("acquire/threading/multi")->Threads(2);

} // namespace
