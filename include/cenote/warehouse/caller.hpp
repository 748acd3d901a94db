#pragma once

#include <cenote/base/fault.hpp>

#include <cenote/db/of_database.hpp>
#include <cenote/db/timed_work.hpp>
#include <cenote/warehouse/account.hpp>
#include <cenote/warehouse/attempts.hpp>
#include <cenote/warehouse/call_context.hpp>
#include <cenote/warehouse/call_options.hpp>
#include <cenote/warehouse/counts.hpp>
#include <cenote/warehouse/fail.hpp>
#include <cenote/warehouse/options.hpp>
#include <cenote/warehouse/repairs.hpp>

#include <exception>
#include <utility>

namespace cenote::detail {

/// Does work on leases of a pool: classifies what fails, gives lost connections up, repeats what
/// may be repeated, and tells the story of what failed for good.
template <class Pool>
class caller {
    using session = typename Pool::resource;
    using lease = typename Pool::lease;

public:
    caller(Pool& pool, const options& wanted, const repair_switches& switches, counts& counted)
        : with_{pool, wanted, switches, counted} {}

    /// Begins a call whose leases somebody else comes by, without blocking perhaps.
    [[nodiscard]] attempts<Pool> begin(const call_options& how, const account& first) const {
        return {with_, how, first};
    }

    /// Returns `work(session, account)`. The account is the work's to keep true as it goes on.
    /// Throws `query_error`, `acquire_error`, and what `work` throws that is not the database's.
    template <class Work>
    auto perform(const call_options& how, const account& first, Work work) {
        auto call = begin(how, first);
        for (;;) {
            lease taken = with_.pool.acquire(call.until(), first.where);
            if (auto done = call.try_on(taken, nullptr, work)) return *std::move(done);
        }
    }

    /// Does work on a session of the caller's, once: it may be amid a transaction.
    template <class Work>
    auto perform_on(session& on, const account& first, Work work) {
        counts::add(with_.counted.queries);
        const auto started = with_.now();
        auto told = first;
        try {
            return with_.bounded_by(with_.query_deadline(), nullptr, on, db::owner::caller, [&] {
                return work(on, told);
            });
        } catch (...) {
            const auto failure = std::current_exception();
            if (!db::is_of_database(failure)) throw;
            fail(with_, with_.pool.factory().classify(on, failure), failure, told, 1, started);
        }
    }

    /// Ends the lease if the failure ended its resource. Returns the failure's class.
    fault give_up(lease& taken, const std::exception_ptr& failure) {
        return with_.give_up(taken, failure);
    }

private:
    call_context<Pool> with_;
};

} // namespace cenote::detail
