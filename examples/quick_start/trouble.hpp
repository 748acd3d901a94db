#pragma once

#include <cenote/warehouse.hpp>

#include "site.hpp"
#include "workload.hpp"

#include <soci/connection-pool.h>

#include <chrono>
#include <cstdio>
#include <random>
#include <string>
#include <thread>

/// The same trouble for two pools: threads query while connections break.
namespace quick_start {

inline constexpr std::size_t connections = 8;
inline constexpr int members = 1000;

inline constexpr auto orders_of_one =
    "select count(*), sum(total) from orders where member_id = :m";

/// A member to ask for.
[[nodiscard]] inline int anyone() {
    thread_local std::minstd_rand dice{std::random_device{}()};
    return std::uniform_int_distribution{1, members}(dice);
}

/// Breaks a connection every 200 ms for as long as told, and shows how it goes. Returns how many.
template <class Site>
[[nodiscard]] std::uint64_t break_connections(
    Site& where, const crowd& at_work, std::chrono::seconds how_long, const char* label) {
    using namespace std::chrono;
    const auto start = clock::now();
    std::uint64_t broken = 0;
    while (clock::now() - start < how_long) {
        std::this_thread::sleep_for(200ms);
        broken += where.break_one() ? 1U : 0U;
        std::fprintf(
            stderr,
            "\r  %s: %.1f of %lld s, %llu queries, %llu errors ",
            label,
            duration<double>{clock::now() - start}.count(),
            static_cast<long long>(how_long.count()),
            static_cast<unsigned long long>(at_work.queries()),
            static_cast<unsigned long long>(at_work.errors()));
    }
    std::fprintf(stderr, "\n");
    return broken;
}

/// One query, as SOCI's documentation shows it.
inline void query(soci::connection_pool& pool) {
    soci::session session{pool};
    int orders = 0;
    double total = 0;
    const int member = anyone();
    session << orders_of_one, soci::into(orders), soci::into(total), soci::use(member);
}

/// SOCI's own pool, used as its documentation shows.
template <class Site>
[[nodiscard]] outcome before(Site& where, std::chrono::seconds how_long) {
    soci::connection_pool pool{connections};
    for (std::size_t i = 0; i < connections; ++i)
        where.open(pool.at(i));

    std::atomic<std::uint64_t> dead{0};
    const auto work = [&] {
        try {
            query(pool);
        } catch (const soci::soci_error&) {
            if (cenote::ends_resource(Site::backend::classify(std::current_exception()))) ++dead;
            throw;
        }
    };
    crowd at_work{connections, work};
    outcome sum{.pool = "soci::connection_pool"};
    sum.broken = break_connections(where, at_work, how_long, "before");
    at_work.stop(sum);
    sum.met = dead;
    for (std::size_t i = 0, at = 0; i < connections; ++i)
        sum.not_returned += pool.try_lease(at, 0) ? 0U : 1U;
    return sum;
}

/// The warehouse, with its defaults.
template <class Site>
[[nodiscard]] outcome after(Site& where, std::chrono::seconds how_long) {
    cenote::warehouse<typename Site::backend> warehouse{
        where.factory(), cenote::options{.max_size = connections}};
    const auto work = [&] { (void)warehouse.execute_query(orders_of_one, anyone()); };
    crowd at_work{connections, work};
    outcome sum{.pool = "cenote::warehouse"};
    sum.broken = break_connections(where, at_work, how_long, "after ");
    at_work.stop(sum);
    const cenote::stats stats = warehouse.pool().stats();
    sum.met = stats.since.closed(cenote::close_cause::found_dead) +
              stats.since.closed(cenote::close_cause::discarded);
    sum.refreshes = stats.since.refreshes;
    sum.not_returned = stats.now.leased;
    return sum;
}

} // namespace quick_start
