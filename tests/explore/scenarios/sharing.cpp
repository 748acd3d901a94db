// Threads share what the pool has, and all have the time to wait.
#include <cenote/policy/waiting.hpp>

#include "../scenario.hpp"
#include "../stage.hpp"

#include <array>

namespace explore {
namespace {

using namespace cenote;

/// Each of `threads` uses a resource `rounds` times.
template <class Waiting>
void share(stage& s, std::size_t size, std::size_t threads, std::size_t rounds) {
    auto& pool = s.pool({.max_size = size}, Waiting{});
    if constexpr (std::same_as<Waiting, waiting::fifo>) {
        pool.expects.in_order = size == 1; // with more, who is served first need not run first
        pool.expects.wakes = 1;
    }
    for (std::size_t i = 0; i < threads; ++i)
        s.thread([&pool, rounds] {
            for (std::size_t round = 0; round < rounds; ++round)
                pool.acquire().use();
        });
    s.run();
}

template <class Waiting>
void two_share_one(stage& s) {
    share<Waiting>(s, 1, 2, 2);
}

template <class Waiting>
void three_share_one(stage& s) {
    share<Waiting>(s, 1, 3, 1);
}

template <class Waiting>
void three_share_two(stage& s) {
    share<Waiting>(s, 2, 3, 2);
}

template <class Waiting>
void five_share_two(stage& s) {
    share<Waiting>(s, 2, 5, 3);
}

/// What one gives up with its resource, another gets as an empty place.
template <class Waiting>
void discard(stage& s) {
    auto& pool = s.pool({.max_size = 1}, Waiting{});
    s.thread([&] { pool.acquire().discard(); });
    s.thread([&] { pool.acquire().discard(cenote::fault::lost); });
    s.thread([&] { pool.acquire().use(); });
    s.run();
}

void detach(stage& s) {
    auto& pool = s.pool({.max_size = 1});
    pool.expect_detached(1);
    s.thread([&] { s.keep<std::unique_ptr<resource>>(pool.acquire().detach()); });
    s.thread([&] { pool.acquire().use(); });
    s.thread([&] { pool.acquire().use(); });
    s.run();
}

constexpr std::array all = {
    scenario{"two share one, fifo", two_share_one<waiting::fifo>, 3},
    scenario{"two share one, fifo_after", two_share_one<waiting::fifo_after>, 3},
    scenario{"two share one, barging", two_share_one<waiting::barging>, 3},
    scenario{"three share one, fifo", three_share_one<waiting::fifo>},
    scenario{"three share one, fifo_after", three_share_one<waiting::fifo_after>},
    scenario{"three share one, barging", three_share_one<waiting::barging>},
    scenario{"three share two, fifo", three_share_two<waiting::fifo>},
    scenario{"three share two, fifo_after", three_share_two<waiting::fifo_after>},
    scenario{"three share two, barging", three_share_two<waiting::barging>},
    scenario{"five share two, fifo", five_share_two<waiting::fifo>, 0},
    scenario{"five share two, fifo_after", five_share_two<waiting::fifo_after>, 0},
    scenario{"five share two, barging", five_share_two<waiting::barging>, 0},
    scenario{"two discard, fifo", discard<waiting::fifo>},
    scenario{"two discard, fifo_after", discard<waiting::fifo_after>},
    scenario{"one detaches", detach},
};

} // namespace

std::span<const scenario> sharing() noexcept {
    return all;
}

} // namespace explore
