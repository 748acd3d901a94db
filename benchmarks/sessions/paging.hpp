#pragma once

#include "data.hpp"

#include <benchmark/benchmark.h>

/// A page of 50 rows out of 50,000, ordered by their key.
namespace bench::paging {

inline constexpr auto all_items = "SELECT id, name, amount FROM bench_items ORDER BY id";

/// By its number: the database counts its way there, and all rows for the total.
template <class Site>
void offset(benchmark::State& state, int number) {
    stocked_warehouse<Site> shop;
    for ([[maybe_unused]] auto _ : state) {
        const auto got = shop.template execute_paginated_query<item>(
            all_items, cenote::page{.number = number, .size = page_size});
        if (got.rows.size() != page_size) return state.SkipWithError("not a whole page");
    }
}

/// From the last row of the page before.
template <class Site>
void keyset(benchmark::State& state, int number) {
    stocked_warehouse<Site> shop;
    const cenote::page_after wanted{
        .column = "id", .after = (number - 1) * page_size, .size = page_size};
    for ([[maybe_unused]] auto _ : state) {
        const auto got = shop.template execute_paginated_query<item>(all_items, wanted);
        if (got.rows.size() != page_size) return state.SkipWithError("not a whole page");
    }
}

/// By LIMIT and OFFSET in a query of one's own: no total.
template <class Site>
void offset_without_total(benchmark::State& state, int number) {
    stocked_warehouse<Site> shop;
    for ([[maybe_unused]] auto _ : state) {
        const auto got = shop.template execute_query<item>(
            "SELECT id, name, amount FROM bench_items ORDER BY id LIMIT 50 OFFSET :rows",
            (number - 1) * page_size);
        if (got.size() != page_size) return state.SkipWithError("not a whole page");
    }
}

} // namespace bench::paging
