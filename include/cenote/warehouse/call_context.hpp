#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/interrupt.hpp>
#include <cenote/db/overdue.hpp>
#include <cenote/db/timed_work.hpp>
#include <cenote/warehouse/counts.hpp>
#include <cenote/warehouse/options.hpp>
#include <cenote/warehouse/repairs.hpp>

#include <chrono>
#include <exception>

namespace cenote::detail {

/// What every call works with, all of it the warehouse's, and what becomes of a lease whose
/// connection is of no more use. Thread-safety: any thread, on different sessions and leases.
template <class Pool>
struct call_context {
    using session = typename Pool::resource;
    using lease = typename Pool::lease;

    Pool& pool;
    const options& wanted;
    const repair_switches& switches;
    counts& counted;

    [[nodiscard]] static time_point now() noexcept { return std::chrono::steady_clock::now(); }

    /// When work that is begun now must end, if the call has not said so.
    [[nodiscard]] deadline query_deadline() const noexcept {
        const auto span = wanted.query_timeout;
        return span == duration::zero() ? deadline::never() : deadline::after(span, now());
    }

    /// Returns `work()`, which `due` and `by` may end; null for no interrupt.
    template <class Work>
    auto
    bounded_by(deadline due, db::interrupt* by, session& on, db::owner whose, Work work) const {
        if (due == deadline::never() && by == nullptr) return work();
        return pool.factory().within(on, due, whose, work, by);
    }

    /// Ends the lease if the failure ended its resource. Returns the failure's class.
    fault give_up(lease& taken, const std::exception_ptr& failure) const {
        const auto what = pool.factory().classify(*taken, failure);
        if (!ends_resource(what)) return what;
        if (db::overdue_in(failure))
            lose_if_dead(taken); // it was the work that took too long, not the connection
        else
            lose(taken, what);
        return what;
    }

    void lose_if_dead(lease& taken) const {
        if (!pool.factory().peek(*taken).alive()) lose(taken, fault::lost);
    }

private:
    void lose(lease& taken, fault what) const {
        counts::add(counted.lost);
        taken.discard(what);
    }
};

} // namespace cenote::detail
