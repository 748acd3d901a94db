// The pool is closed or destroyed while it is used.
#include <cenote/policy/waiting.hpp>

#include "../scenario.hpp"
#include "../stage.hpp"

#include <array>
#include <chrono>

namespace explore {
namespace {

using namespace cenote;
using namespace std::chrono_literals;

template <class Waiting, std::size_t Size>
void close_while_used(stage& s) {
    auto& pool = s.pool({.max_size = Size}, Waiting{});
    for (int i = 0; i < 2; ++i)
        s.thread([&] {
            if (auto got = pool.acquire()) got.use();
        });
    s.thread([&] { pool.close(); });
    s.run();
}

/// Two close, and both wait for the end.
void closed_twice(stage& s) {
    auto& pool = s.pool({.max_size = 1});
    s.thread([&] {
        if (auto got = pool.acquire()) got.use();
    });
    for (int i = 0; i < 2; ++i)
        s.thread([&] { pool.close(); });
    s.run();
}

void close_while_opening_fails(stage& s) {
    auto& pool = s.pool({.max_size = 1});
    pool.at().fails = 1;
    for (int i = 0; i < 2; ++i)
        s.thread([&] {
            if (auto got = pool.acquire(1ms)) got.discard();
        });
    s.thread([&] { pool.close(); });
    s.run();
}

/// What was lent comes back when the pool goes, and after that; whoever is last cleans up.
template <std::size_t Leases>
void leases_outlive(stage& s) {
    auto& pool = s.pool({.max_size = Leases});
    using loan = typename std::remove_reference_t<decltype(pool)>::loan;
    for (std::size_t i = 0; i < Leases; ++i)
        s.thread([&lent = s.keep<loan>(pool.acquire())] {
            lent.use();
            lent.release();
        });
    s.thread([&] { pool.destroy(); });
    s.run();
}

void discarded_leases_outlive(stage& s) {
    auto& pool = s.pool({.max_size = 2});
    using loan = typename std::remove_reference_t<decltype(pool)>::loan;
    s.thread([&lent = s.keep<loan>(pool.acquire())] { lent.discard(); });
    s.thread([&lent = s.keep<loan>(pool.acquire())] { lent.discard(fault::lost); });
    s.thread([&] { pool.destroy(); });
    s.run();
}

constexpr std::array all = {
    scenario{"closed while used, size 1, fifo", close_while_used<waiting::fifo, 1>},
    scenario{"closed while used, size 1, fifo_after", close_while_used<waiting::fifo_after, 1>},
    scenario{"closed while used, size 2, fifo", close_while_used<waiting::fifo, 2>},
    scenario{"closed by two", closed_twice},
    scenario{"closed while opening fails", close_while_opening_fails},
    scenario{"one lease outlives the pool", leases_outlive<1>, 3},
    scenario{"two leases outlive the pool", leases_outlive<2>},
    scenario{"discarded leases outlive the pool", discarded_leases_outlive},
};

} // namespace

std::span<const scenario> ending() noexcept {
    return all;
}

} // namespace explore
