#pragma once

#include <cenote/stats.hpp>

#include <atomic>
#include <cstdint>

namespace cenote {

/// What a warehouse has done so far, and how its pool stands.
struct warehouse_stats {
    std::uint64_t queries{};  ///< Calls that asked for a connection to send something.
    std::uint64_t failed{};   ///< Calls that ended in an exception of the database's.
    std::uint64_t repeated{}; ///< Times that something was sent again over another connection.
    std::uint64_t lost{};     ///< Connections that were lost, or fell silent, under a query.
    stats pool{};
};

namespace detail {

/// Counters of the above. Relaxed: each is a number of its own, and nothing is concluded from two.
struct counts {
    std::atomic<std::uint64_t> queries{};
    std::atomic<std::uint64_t> failed{};
    std::atomic<std::uint64_t> repeated{};
    std::atomic<std::uint64_t> lost{};

    static void add(std::atomic<std::uint64_t>& to) noexcept {
        to.fetch_add(1, std::memory_order_relaxed);
    }
};

} // namespace detail

} // namespace cenote
