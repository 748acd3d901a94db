#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/of_database.hpp>
#include <cenote/db/overdue.hpp>
#include <cenote/db/redact.hpp>
#include <cenote/db/timed_work.hpp>
#include <cenote/warehouse/call_options.hpp>
#include <cenote/warehouse/counts.hpp>
#include <cenote/warehouse/options.hpp>
#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/query_error.hpp>
#include <cenote/warehouse/repairs.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <optional>
#include <source_location>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace cenote::detail {

/// What a piece of work tells of itself, in case that it fails.
struct account {
    const std::string* sql{};           ///< As the caller wrote it.
    std::source_location where{};       ///< Where the caller did.
    std::span<const parameter> given{}; ///< What was bound: shown or hidden in the error.
    std::vector<std::string> values{};  ///< The same, where the parameters do not last.
    bool repeatable{};                  ///< May it be done again, should it fail now?
    bool unsure{};                      ///< May it have been done, should the answer be lost now?
    bool at_commit{};                   ///< Has all been sent but the COMMIT?
    std::optional<std::size_t> row{};
    std::optional<std::size_t> statement{};

    /// Keeps the text of parameters that are about to go.
    void keep(std::span<const parameter> sent) {
        for (const auto& one : sent)
            if (!one.is_null()) values.push_back(one.to_text());
    }
};

/// Does work on leases of a pool: classifies what fails, gives lost connections up, repeats what
/// may be repeated, and tells the story of what failed for good.
template <class Pool>
class caller {
    using session = typename Pool::resource;
    using lease = typename Pool::lease;

public:
    caller(Pool& pool, const options& wanted, const repair_switches& switches, counts& counted)
        : pool_{pool}
        , options_{wanted}
        , switches_{switches}
        , counts_{counted} {}

    /// Returns `work(session, account)`. The account is the work's to keep true as it goes on.
    /// Throws `query_error`, `acquire_error`, and what `work` throws that is not the database's.
    template <class Work>
    auto perform(const call_options& how, const account& first, Work work) {
        counts::add(counts_.queries);
        const auto started = now();
        const auto until =
            how.limit.value_or(options_.acquire_timeout).from([=] { return started; });
        for (unsigned attempt = 1;; ++attempt) {
            lease taken = pool_.acquire(until, first.where);
            const auto due = how.limit ? until : query_deadline();
            auto told = first;
            try {
                return work_on(taken, due, [&] { return work(*taken, told); });
            } catch (...) {
                const auto failure = std::current_exception();
                if (!db::is_of_database(failure)) {
                    if (due != deadline::never()) lose_if_dead(taken);
                    throw;
                }
                const auto what = give_up(taken, failure);
                // What could not even be rolled back must not meet the next borrower.
                if (taken && pool_.factory().in_transaction(*taken)) taken.discard();
                if (db::overdue_in(failure) || !goes_on(what, told, attempt, until))
                    fail(what, failure, told, attempt, started);
            }
            counts::add(counts_.repeated);
        }
    }

    /// Does work on a session of the caller's, once: it may be amid a transaction.
    template <class Work>
    auto perform_on(session& on, const account& first, Work work) {
        counts::add(counts_.queries);
        const auto started = now();
        auto told = first;
        try {
            return bounded_by(
                query_deadline(), on, db::owner::caller, [&] { return work(on, told); });
        } catch (...) {
            const auto failure = std::current_exception();
            if (!db::is_of_database(failure)) throw;
            fail(pool_.factory().classify(on, failure), failure, told, 1, started);
        }
    }

    /// Ends the lease if the failure ended its resource. Returns the failure's class.
    fault give_up(lease& taken, const std::exception_ptr& failure) {
        const auto what = pool_.factory().classify(*taken, failure);
        if (!ends_resource(what)) return what;
        if (db::overdue_in(failure))
            lose_if_dead(taken); // it was the work that took too long, not the connection
        else
            lose(taken, what);
        return what;
    }

private:
    static time_point now() noexcept { return std::chrono::steady_clock::now(); }

    /// When work that is begun now must end, if the call has not said so.
    [[nodiscard]] deadline query_deadline() const noexcept {
        const auto span = options_.query_timeout;
        return span == duration::zero() ? deadline::never() : deadline::after(span, now());
    }

    template <class Work>
    auto bounded_by(deadline due, session& on, db::owner whose, Work work) {
        if (due == deadline::never()) return work();
        return pool_.factory().within(on, due, whose, work);
    }

    template <class Work>
    auto work_on(lease& taken, deadline due, Work work) {
        auto done = bounded_by(due, *taken, db::owner::pool, work);
        using factory = std::remove_reference_t<decltype(pool_.factory())>;
        if constexpr (factory::look_after_within)
            if (due != deadline::never()) lose_if_dead(taken); // the deadline could not be lifted
        return done;
    }

    void lose_if_dead(lease& taken) {
        if (!pool_.factory().peek(*taken).alive()) lose(taken, fault::lost);
    }

    void lose(lease& taken, fault what) {
        counts::add(counts_.lost);
        taken.discard(what);
    }

    [[nodiscard]] bool
    goes_on(fault what, const account& told, unsigned attempt, deadline until) const noexcept {
        return ends_resource(what) && told.repeatable && switches_.retry.on() &&
               attempt < options_.query_attempts && !until.passed(now());
    }

    [[noreturn]] void fail(
        fault what,
        const std::exception_ptr& failure,
        account& told,
        unsigned attempts,
        time_point started) {
        counts::add(counts_.failed);
        told.keep(told.given);
        const auto* late = db::overdue_in(failure);
        auto said = late ? describe(*late) : pool_.factory().describe(failure);
        throw query_error{query_failure{
            .what = what,
            .code = std::move(said.code),
            .message = options_.show_values ? said.message : db::redact(said.message, told.values),
            .sql = *told.sql,
            .attempts = attempts,
            .took = now() - started,
            .at_commit = told.at_commit,
            .unsure = told.unsure && (late ? late->may_be_done() : may_be_done(what)),
            .row = told.row,
            .statement = told.statement,
            .values = options_.show_values ? told.values : std::vector<std::string>{}}};
    }

    /// Whether the query may have taken effect. One that a server in the wrong role refused did not.
    static bool may_be_done(fault what) noexcept {
        return ends_resource(what) && what != fault::read_only;
    }

    /// How the work was ended, and the driver's own words to it.
    [[nodiscard]] db::error_info describe(const db::overdue& late) const {
        auto said = late.info();
        if (!late.cause()) return said;
        auto cause = pool_.factory().describe(late.cause());
        return {.code = std::move(cause.code), .message = said.message + ": " + cause.message};
    }

    Pool& pool_;
    const options& options_;
    const repair_switches& switches_;
    counts& counts_;
};

} // namespace cenote::detail
