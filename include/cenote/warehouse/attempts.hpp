#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/interrupt.hpp>
#include <cenote/db/of_database.hpp>
#include <cenote/db/overdue.hpp>
#include <cenote/db/timed_work.hpp>
#include <cenote/warehouse/account.hpp>
#include <cenote/warehouse/call_context.hpp>
#include <cenote/warehouse/call_options.hpp>
#include <cenote/warehouse/counts.hpp>
#include <cenote/warehouse/fail.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace cenote::detail {

/// One call's attempts at a piece of work, each on a lease of its own: whoever makes the call comes
/// by the leases, waiting as it likes.
///
/// ```cpp
/// attempts<Pool> call{context, how, account};
/// for (;;) {
///     auto taken = pool.acquire(call.until());
///     if (auto done = call.try_on(taken, nullptr, work)) return *std::move(done);
/// }
/// ```
///
/// Thread-safety: one thread at a time. What the account points to must outlive it.
template <class Pool>
class attempts {
    using context = call_context<Pool>;
    using session = typename Pool::resource;
    using lease = typename Pool::lease;

    template <class Work>
    using result = std::invoke_result_t<Work&, session&, account&>;

public:
    /// Begins the call: it counts, and its time runs.
    attempts(const context& with, const call_options& how, const account& first)
        : with_{with}
        , first_{first}
        , limited_{how.limit.has_value()}
        , until_{
              how.limit.value_or(with.wanted.acquire_timeout).from([this] { return started_; })} {
        counts::add(with_.counted.queries);
    }

    /// By when a lease must have been had.
    [[nodiscard]] deadline until() const noexcept { return until_; }

    /// Another account to begin from: what the first one pointed to may be gone.
    void tell(const account& anew) { first_ = anew; }

    /// Does `work(session, account)` once, unless a request by `by`, which may be null, came first.
    /// The account is the work's to keep true as it goes on.
    ///
    /// Returns what it returned; nothing if it is to be tried again on another lease, this one
    /// having been given up with its connection. Throws `query_error`, and what `work` throws that
    /// is not the database's; the lease is then given up if its connection is lost.
    /// Precondition: `taken` holds a resource; nothing but an empty result came before.
    template <class Work>
    std::optional<result<Work>> try_on(lease& taken, db::interrupt* by, Work work) {
        ++attempt_;
        const auto due = limited_ ? until_ : with_.query_deadline();
        const bool bounded = due != deadline::never() || by != nullptr;
        auto told = first_;
        try {
            std::optional<result<Work>> done{with_.bounded_by(
                due, by, *taken, db::owner::pool, [&] { return work(*taken, told); })};
            if (look_after && bounded) with_.lose_if_dead(taken); // it may still be under the limit
            return done;
        } catch (...) {
            const auto failure = std::current_exception();
            if (!db::is_of_database(failure)) {
                if (bounded) with_.lose_if_dead(taken);
                throw;
            }
            const auto what = with_.give_up(taken, failure);
            // What could not even be rolled back must not meet the next borrower.
            if (taken && with_.pool.factory().in_transaction(*taken)) taken.discard();
            const bool ended = db::overdue_in(failure) || (by != nullptr && by->requested());
            if (ended || !goes_on(what, told)) fail(with_, what, failure, told, attempt_, started_);
        }
        counts::add(with_.counted.repeated);
        return {};
    }

private:
    using factory = std::remove_reference_t<decltype(std::declval<Pool&>().factory())>;
    static constexpr bool look_after = factory::look_after_within;

    [[nodiscard]] bool goes_on(fault what, const account& told) const noexcept {
        return ends_resource(what) && told.repeatable && with_.switches.retry.on() &&
               attempt_ < with_.wanted.query_attempts && !until_.passed(with_.now());
    }

    context with_;
    account first_;
    time_point started_ = context::now();
    bool limited_;
    deadline until_;
    unsigned attempt_ = 0;
};

} // namespace cenote::detail
