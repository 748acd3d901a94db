#pragma once

#include "workload.hpp"

#include <chrono>
#include <cstdio>
#include <vector>

namespace quick_start {

/// Prints the runs side by side.
inline void print(std::vector<outcome>& runs) {
    const auto row = [&](const char* name, auto cell) {
        std::printf("  %-34s", name);
        for (outcome& run : runs)
            cell(run);
        std::printf("\n");
    };
    const auto number = [&](const char* name, std::uint64_t outcome::* field) {
        row(name, [&](outcome& run) {
            std::printf(" %22llu", static_cast<unsigned long long>(run.*field));
        });
    };
    const auto time = [&](const char* name, double share) {
        row(name, [&](outcome& run) {
            const std::chrono::duration<double, std::milli> t = run.percentile(share);
            std::printf(" %19.2f ms", t.count());
        });
    };
    row("", [](outcome& run) { std::printf(" %22s", run.pool.c_str()); });
    number("queries", &outcome::queries);
    number("errors seen by the caller", &outcome::errors);
    number("connections broken", &outcome::broken);
    number("times a dead one was met", &outcome::met);
    number("refreshes", &outcome::refreshes);
    time("response time of answers, p50", 0.50);
    time("response time of answers, p99", 0.99);
    number("leases not returned", &outcome::not_returned);
}

} // namespace quick_start
