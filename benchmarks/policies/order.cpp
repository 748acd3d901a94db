#include "../support/acquire.hpp"

#include <benchmark/benchmark.h>

namespace {

using bench::acquire;
using bench::dummies;
namespace order = cenote::order;

BENCHMARK(acquire<dummies<order::affine>>)->Name("acquire/order/affine");
BENCHMARK(acquire<dummies<order::affine>>)->Name("acquire/order/affine")->Threads(2);
BENCHMARK(acquire<dummies<order::lifo>>)->Name("acquire/order/lifo");
BENCHMARK(acquire<dummies<order::lifo>>)->Name("acquire/order/lifo")->Threads(2);
BENCHMARK(acquire<dummies<order::lowest>>)->Name("acquire/order/lowest");
BENCHMARK(acquire<dummies<order::lowest>>)->Name("acquire/order/lowest")->Threads(2);

} // namespace
