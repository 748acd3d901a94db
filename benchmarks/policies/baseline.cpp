#include "../support/acquire.hpp"
#include "../support/mutex_deque.hpp"

#include <atomic>
#include <benchmark/benchmark.h>
#include <cstdint>
#include <memory>
#include <mutex>

namespace {

/// One compare-and-swap of a word that no other thread uses: the unit that the goals are told in.
void compare_and_swap(benchmark::State& state) {
    std::atomic<std::uint64_t> word{0};
    for ([[maybe_unused]] auto _ : state) {
        std::uint64_t seen = 0;
        benchmark::DoNotOptimize(word.compare_exchange_strong(seen, 0));
    }
}

/// Two of them: what a pool without any mutex has to pay to lend and to take back.
void compare_and_swap_pair(benchmark::State& state) {
    std::atomic<std::uint64_t> word{0};
    for ([[maybe_unused]] auto _ : state) {
        std::uint64_t idle = 0;
        std::uint64_t lent = 1;
        benchmark::DoNotOptimize(word.compare_exchange_strong(idle, 1));
        benchmark::DoNotOptimize(word.compare_exchange_strong(lent, 0));
    }
}

/// What a pool with one mutex has to pay.
void mutex_pairs(benchmark::State& state) {
    const auto held = bench::shared_by_threads<std::mutex>();
    std::mutex& mutex = *held;
    for ([[maybe_unused]] auto _ : state) {
        mutex.lock();
        mutex.unlock();
        mutex.lock();
        mutex.unlock();
    }
}

/// The cheapest resource there is, an allocation, opened and closed each time.
void no_pool(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        const auto opened =
            std::make_unique<bench::dummy>(bench::dummy_factory::open(cenote::deadline::never()));
        benchmark::DoNotOptimize(opened.get());
    }
}

BENCHMARK(compare_and_swap)->Name("acquire/baseline/compare_and_swap");
BENCHMARK(compare_and_swap_pair)->Name("acquire/baseline/compare_and_swap_pair");
BENCHMARK(mutex_pairs)->Name("acquire/baseline/mutex_pairs");
BENCHMARK(mutex_pairs)->Name("acquire/baseline/mutex_pairs")->Threads(2);
BENCHMARK(no_pool)->Name("acquire/baseline/no_pool");
BENCHMARK(no_pool)->Name("acquire/baseline/no_pool")->Threads(2);
BENCHMARK(bench::acquire<bench::mutex_deque>)->Name("acquire/baseline/mutex_deque");
BENCHMARK(bench::acquire<bench::mutex_deque>)->Name("acquire/baseline/mutex_deque")->Threads(2);

} // namespace
