#pragma once

#include "data.hpp"
#include "site.hpp"

#include <soci/soci.h>

#include <benchmark/benchmark.h>
#include <chrono>
#include <string>
#include <vector>

/// A thousand rows into an empty table, always in one transaction.
namespace bench::batch {

inline constexpr int rows = 1'000;

/// Measures `insert()` alone, and empties the table after it.
template <class Site, class Insert>
void measure(benchmark::State& state, soci::session& session, Insert insert) {
    using clock = std::chrono::steady_clock;
    session << Site::empty_inserted;
    for ([[maybe_unused]] auto _ : state) {
        const auto began = clock::now();
        insert();
        state.SetIterationTime(std::chrono::duration<double>{clock::now() - began}.count());
        int count = 0;
        session << "SELECT count(*) FROM bench_inserted", soci::into(count);
        if (count != rows) return state.SkipWithError("not all rows have come");
        session << Site::empty_inserted;
    }
}

template <class Site>
void warehouse_batch(benchmark::State& state) {
    stocked_warehouse<Site> shop;
    raw_session<Site> session;
    const auto items = make_items(rows);
    measure<Site>(state, session, [&] { shop.execute_batch_query(insert_item, items); });
}

/// What SOCI calls a bulk operation: `use` of vectors.
template <class Site>
void vector_use(benchmark::State& state) {
    stocked_warehouse<Site>::stock();
    raw_session<Site> session;
    std::vector<int> id;
    std::vector<std::string> name;
    std::vector<double> amount;
    for (const auto& one : make_items(rows)) {
        id.push_back(one.id);
        name.push_back(one.name);
        amount.push_back(one.amount);
    }
    measure<Site>(state, session, [&] {
        soci::transaction all{session};
        session << insert_item, soci::use(id), soci::use(name), soci::use(amount);
        all.commit();
    });
}

/// One statement, prepared once, executed for each row.
template <class Site>
void loop(benchmark::State& state) {
    stocked_warehouse<Site>::stock();
    raw_session<Site> session;
    const auto items = make_items(rows);
    measure<Site>(state, session, [&] {
        soci::transaction all{session};
        item one;
        soci::statement insert =
            (session.prepare << insert_item,
             soci::use(one.id),
             soci::use(one.name),
             soci::use(one.amount));
        for (const auto& each : items) {
            one = each;
            insert.execute(true);
        }
        all.commit();
    });
}

} // namespace bench::batch
