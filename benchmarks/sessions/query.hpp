#pragma once

#include "data.hpp"
#include "site.hpp"

#include <soci/soci.h>

#include <benchmark/benchmark.h>
#include <cstddef>
#include <string>
#include <vector>

/// The same statement through a warehouse and through a session of SOCI's. Both prepare it each
/// time; `raw_prepared` shows what is left when it is prepared once and for all.
namespace bench::query {

inline constexpr std::size_t ten = 10;

/// Ten items as SOCI takes them: a column at a time.
struct columns {
    std::vector<int> id = std::vector<int>(ten);
    std::vector<std::string> name = std::vector<std::string>(ten);
    std::vector<double> amount = std::vector<double>(ten);
};

template <class Site>
void one_raw(benchmark::State& state) {
    raw_session<Site> session;
    int got = 0;
    for ([[maybe_unused]] auto _ : state) {
        session << "SELECT 1", soci::into(got);
        benchmark::DoNotOptimize(got);
    }
}

template <class Site>
void one_raw_prepared(benchmark::State& state) {
    raw_session<Site> session;
    int got = 0;
    soci::statement select = (session.prepare << "SELECT 1", soci::into(got));
    for ([[maybe_unused]] auto _ : state) {
        select.execute(true);
        benchmark::DoNotOptimize(got);
    }
}

template <class Site>
void one_warehouse(benchmark::State& state) {
    warehouse_at<Site> shop{Site::connect_string()};
    static_cast<void>(shop.get_valid_connection()); // opens it
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(shop.template execute_query<int>("SELECT 1").front());
}

template <class Site>
void ten_raw(benchmark::State& state) {
    stocked_warehouse<Site>::stock();
    raw_session<Site> session;
    const int after = 20'000;
    for ([[maybe_unused]] auto _ : state) {
        columns got;
        session << ten_items, soci::use(after), soci::into(got.id), soci::into(got.name),
            soci::into(got.amount);
        if (got.id.size() != ten) return state.SkipWithError("not ten rows");
    }
}

template <class Site>
void ten_raw_prepared(benchmark::State& state) {
    stocked_warehouse<Site>::stock();
    raw_session<Site> session;
    const int after = 20'000;
    columns got;
    soci::statement select =
        (session.prepare << ten_items,
         soci::use(after),
         soci::into(got.id),
         soci::into(got.name),
         soci::into(got.amount));
    for ([[maybe_unused]] auto _ : state) {
        select.execute(true);
        if (got.id.size() != ten) return state.SkipWithError("not ten rows");
    }
}

template <class Site>
void ten_warehouse(benchmark::State& state) {
    stocked_warehouse<Site> shop;
    for ([[maybe_unused]] auto _ : state) {
        const auto got = shop.template execute_query<item>(ten_items, 20'000);
        if (got.size() != ten) return state.SkipWithError("not ten rows");
    }
}

} // namespace bench::query
