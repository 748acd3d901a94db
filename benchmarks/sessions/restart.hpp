#pragma once

#include <cenote/base/time.hpp>

#include "data.hpp"
#include "measure.hpp"
#include "site.hpp"

#include <benchmark/benchmark.h>
#include <chrono>
#include <cstddef>
#include <support/killer.hpp>
#include <thread>
#include <vector>

/// The server has restarted, so that every idle session is dead: how long until the first lease that
/// works? The server is not really restarted; it ends each session, which is what a pool sees.
namespace bench::restart {

/// Idle at the time, if the server takes as many.
inline constexpr std::size_t idle = 100;

/// Left over for the benchmark itself, and for who else is there.
inline constexpr std::size_t spare = 10;

template <class Site>
[[nodiscard]] std::size_t most_idle(soci::session& admin) {
    int most = 0;
    admin << Site::most_connections, soci::into(most);
    const auto for_us = static_cast<std::size_t>(most) - spare;
    return for_us < idle ? for_us : idle;
}

/// Opens so many, and returns the server's numbers for them.
template <class Warehouse>
[[nodiscard]] std::vector<unsigned long> fill(Warehouse& shop, std::size_t size) {
    std::vector<decltype(shop.get_valid_connection())> leases;
    std::vector<unsigned long> ids;
    while (leases.size() < size) {
        leases.push_back(shop.get_valid_connection());
        ids.push_back(test::backend_id(*leases.back()));
    }
    return ids;
}

/// Returns when the server has ended them all.
template <class Session>
void end_all(Session& admin, const std::vector<unsigned long>& ids) {
    for (const auto id : ids)
        test::kill(admin, id);
    for (const auto id : ids)
        while (test::exists(admin, id))
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
}

template <class Site>
void warehouse(benchmark::State& state) {
    using clock = std::chrono::steady_clock;
    auto admin = typename Site::backend{Site::connect_string()}.open(cenote::deadline::never());
    const auto size = most_idle<Site>(admin);
    warehouse_at<Site> shop{
        Site::connect_string(),
        {.max_size = size, .upkeep_interval = cenote::duration::zero()}}; // which would find out
    for ([[maybe_unused]] auto _ : state) {
        end_all(admin, fill(shop, size));
        const auto began = clock::now();
        auto lease = shop.get_valid_connection();
        state.SetIterationTime(std::chrono::duration<double>{clock::now() - began}.count());
        if (!shop.verify_connection(lease)) return state.SkipWithError("a dead one was lent");
    }
    state.counters["idle"] = static_cast<double>(size);
}

/// What can be had at best: a session of SOCI's, connected.
template <class Site>
void raw_connect(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        const raw_session<Site> session;
        benchmark::DoNotOptimize(&session);
    }
}

} // namespace bench::restart

namespace bench {

template <class Site>
void measure_restart() {
    const measured_at<Site> here;
    // So few, since each opens all the sessions first.
    here.named("first_lease_after_restart/warehouse", restart::warehouse<Site>)
        ->UseManualTime()
        ->Iterations(5);
    here.add("first_lease_after_restart/raw_connect", restart::raw_connect<Site>);
}

} // namespace bench
