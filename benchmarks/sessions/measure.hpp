#pragma once

#include <cenote/policy/validation.hpp>

#include "batch.hpp"
#include "paging.hpp"
#include "query.hpp"
#include "verify.hpp"

#include <benchmark/benchmark.h>
#include <string>

namespace bench {

/// Registers benchmarks of one site as `session/<backend>/<what>/<how>`.
template <class Site>
class measured_at {
public:
    void query() const {
        add("query_one/raw_session", bench::query::one_raw<Site>);
        add("query_one/raw_prepared", bench::query::one_raw_prepared<Site>);
        add("query_one/warehouse", bench::query::one_warehouse<Site>);
        add("query_ten/raw_session", bench::query::ten_raw<Site>);
        add("query_ten/raw_prepared", bench::query::ten_raw_prepared<Site>);
        add("query_ten/warehouse", bench::query::ten_warehouse<Site>);
    }

    void verify() const {
        namespace validation = cenote::validation;
        namespace probe = cenote::probe;
        add("verify/none", bench::verify<Site, validation::none>);
        add("verify/peek", bench::verify<Site, validation::always<probe::peek>>);
        add("verify/ping", bench::verify<Site, validation::always<probe::ping>>);
        add("verify/ladder", bench::verify<Site, validation::ladder<>>);
    }

    void batch() const {
        named("batch_1000/warehouse_batch", bench::batch::warehouse_batch<Site>)->UseManualTime();
        named("batch_1000/vector_use", bench::batch::vector_use<Site>)->UseManualTime();
        named("batch_1000/loop", bench::batch::loop<Site>)->UseManualTime();
    }

    void paging() const {
        for (const int number : {1, last_page}) {
            const auto page = "page_" + std::to_string(number);
            const auto turning_to = [=](void (*turn)(benchmark::State&, int)) {
                return [=](benchmark::State& state) { turn(state, number); };
            };
            add(page + "/offset", turning_to(bench::paging::offset<Site>));
            add(page + "/offset_without_total",
                turning_to(bench::paging::offset_without_total<Site>));
            add(page + "/keyset", turning_to(bench::paging::keyset<Site>));
        }
    }

    /// For what differs: `named(...)->UseManualTime()`.
    template <class F>
    benchmark::internal::Benchmark* named(const std::string& what_and_how, F f) const {
        const auto name = "session/" + std::string{Site::backend::name} + "/" + what_and_how;
        return benchmark::RegisterBenchmark(name.c_str(), f)->Unit(benchmark::kMicrosecond);
    }

    /// Most of them wait for a server, which only real time shows.
    template <class F>
    void add(const std::string& what_and_how, F f) const {
        named(what_and_how, f)->UseRealTime();
    }
};

/// All but what needs a server that can end sessions.
template <class Site>
void measure_sessions() {
    const measured_at<Site> here;
    here.query();
    here.verify();
    here.batch();
    here.paging();
}

} // namespace bench
