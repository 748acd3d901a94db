#pragma once

#include <cenote/base/text.hpp>
#include <cenote/base/time.hpp>

#include <cenote/warehouse.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <faults/bounds.hpp>
#include <faults/cell.hpp>
#include <faults/figures.hpp>
#include <faults/load.hpp>
#include <faults/process_counts.hpp>
#include <faults/trials.hpp>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace faults {

using namespace std::chrono_literals;

/// How the warehouse of a cell works: as small and as impatient as the bounds.
[[nodiscard]] inline cenote::options impatient(const bounds& held_to) {
    return {
        .verify_timeout = 200ms,
        .verify_window = 100ms,
        .acquire_timeout = held_to.limit,
        .query_timeout = held_to.limit,
        .max_size = 8,
        .retry_base = 10ms,
        .retry_cap = 100ms,
        .rollback_timeout = 200ms};
}

/// Runs one cell: a load on a warehouse, in which the fault begins, lasts and ends.
template <class Site>
class cell_run {
public:
    cell_run(Site& site, const cell<Site>& what, const bounds& held_to)
        : site_{site}
        , cell_{what}
        , bounds_{held_to} {}

    [[nodiscard]] figures operator()() {
        sum_.fault = cell_.fault;
        sum_.backend = Site::name;
        sum_.version = site_.version();
        site_.open(cell_.over_tls);
        take(cell_.prepare);
        {
            warehouse before{site_.factory(), impatient(bounds_)};
        } // what stays for good is made
        const auto held = process_counts::now();
        under_load();
        must(comes_true([&] { return !process_counts::now().exceed(held); }), [&] {
            return "leaked:" + process_counts::now().beyond(held);
        });
        take(cell_.restore);
        site_.close();
        return sum_;
    }

private:
    using warehouse = cenote::warehouse<typename Site::backend>;

    void under_load() {
        warehouse lending{site_.factory(), impatient(bounds_)};
        static_cast<void>(lending.template execute_query<int>("select v from version"));
        load calls{lending, site_.what, bounds_.threads, bounds_.limit};
        site_.expect = [&](int version) { calls.expect(version); };
        std::this_thread::sleep_for(300ms);

        calls.fault_begins();
        take(cell_.inject);
        for (const auto until = clock::now() + 1500ms; clock::now() < until;) {
            take(cell_.again);
            std::this_thread::sleep_for(50ms);
        }
        take(cell_.end);
        calls.fault_ends();

        wait_until_whole(calls);
        calls.stop();
        judge(calls);
        must(comes_true([&] { return lending.stats().pool.now.leased == 0; }), [&] {
            return std::to_string(lending.stats().pool.now.leased) + " leases did not come back";
        });
    }

    // Whole: a call has succeeded, and for 700 ms none has failed.
    void wait_until_whole(load<warehouse>& calls) {
        const auto give_up = calls.ended() + bounds_.whole + 1s;
        for (; clock::now() < give_up; std::this_thread::sleep_for(10ms)) {
            const auto f = calls.found();
            const auto quiet_since = std::max({f.last_error, f.first_good, calls.ended()});
            if (clock::now() - quiet_since > 700ms) return;
        }
    }

    void judge(const load<warehouse>& calls) {
        const auto f = calls.found();
        sum_.calls = f.calls;
        sum_.errors_during = f.during;
        sum_.errors_after = f.after;
        sum_.late_acquire = f.late_acquire;
        sum_.late_call = f.late_call;
        sum_.kinds = f.kinds;
        const bool well = f.first_good != clock::time_point::max();
        const auto last = f.after > 0 ? std::max(f.last_error, f.first_good) : f.first_good;
        sum_.whole = well ? last - calls.ended() : cenote::duration::max();

        none(f.early, "errors before the fault");
        none(f.dead_lent, "dead sessions lent");
        none(f.lost_reads, "reads failed as lost");
        if (cell_.serves_reads) none(f.failed_reads, "reads failed");
        if (cell_.serves_writes) none(f.failed_writes, "writes failed");
        for (const auto& [kind, count] : f.kinds)
            must(kind.starts_with(cell_.only_error), [&] {
                return std::to_string(count) + " errors said " + kind + ", not " + cell_.only_error;
            });
        in_time("an acquire", sum_.late_acquire, bounds_.late_acquire);
        in_time("a call", sum_.late_call, bounds_.late_call);
        must(sum_.whole <= bounds_.whole, [&] {
            return well ? "whole again only after " + cenote::rounded(sum_.whole)
                        : std::string{"never whole again"};
        });
    }

    void none(std::uint64_t count, const char* what) {
        must(count == 0, [&] { return std::to_string(count) + " " + what; });
    }

    void in_time(const char* what, cenote::duration late, cenote::duration at_most) {
        must(late <= at_most, [&] {
            return what + (" outlived its deadline by " + cenote::rounded(late));
        });
    }

    template <class Text>
    void must(bool kept, Text say) {
        if (!kept) sum_.broken.push_back(say());
    }

    template <class F>
    [[nodiscard]] bool comes_true(F so) const {
        for (const auto until = clock::now() + bounds_.settle; clock::now() < until;) {
            if (so()) return true;
            std::this_thread::sleep_for(5ms);
        }
        return so();
    }

    void take(const typename cell<Site>::step& one) {
        if (one) one(site_);
    }

    Site& site_;
    const cell<Site>& cell_;
    const bounds& bounds_;
    figures sum_{};
};

/// The cells of one backend. Its site is made when the first of them is run; where it cannot be
/// made, they are skipped.
template <class Site>
[[nodiscard]] std::vector<trial> trials_on(std::vector<cell<Site>> cells) {
    const auto site = std::make_shared<std::unique_ptr<Site>>();
    const auto run = [site](const cell<Site>& one, const bounds& held_to) {
        figures sum{.fault = one.fault, .backend = Site::name};
        try {
            if (!*site) *site = std::make_unique<Site>();
        } catch (const std::exception& e) {
            sum.skipped = e.what();
            return sum;
        }
        try {
            return cell_run{**site, one, held_to}();
        } catch (const std::exception& e) {
            sum.broken.push_back(std::string{"could not be run: "} + e.what());
            return sum;
        }
    };

    std::vector<trial> all;
    for (auto& one : cells)
        all.push_back({one.fault, Site::name, [run, one](const bounds& held_to) {
                           return run(one, held_to);
                       }});
    return all;
}

} // namespace faults
