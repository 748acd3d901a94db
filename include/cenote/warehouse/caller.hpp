#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/redact.hpp>
#include <cenote/warehouse/call_options.hpp>
#include <cenote/warehouse/counts.hpp>
#include <cenote/warehouse/options.hpp>
#include <cenote/warehouse/parameter.hpp>
#include <cenote/warehouse/query_error.hpp>
#include <cenote/warehouse/repairs.hpp>

#include <soci/soci.h>

#include <chrono>
#include <cstddef>
#include <exception>
#include <optional>
#include <source_location>
#include <span>
#include <string>
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

/// Whether the exception being handled is the database's, and not the caller's own.
[[nodiscard]] inline bool is_of_database() {
    try {
        throw;
    } catch (const soci::soci_error&) {
        return true;
    } catch (const db::error&) {
        return true;
    } catch (...) {
        return false;
    }
}

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
            auto told = first;
            try {
                return work(*taken, told);
            } catch (...) {
                if (!is_of_database()) throw;
                const auto what = give_up(taken, std::current_exception());
                // What could not even be rolled back must not meet the next borrower.
                if (taken && pool_.factory().in_transaction(*taken)) taken.discard();
                if (!goes_on(what, told, attempt, until))
                    fail(what, std::current_exception(), told, attempt, started);
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
            return work(on, told);
        } catch (...) {
            if (!is_of_database()) throw;
            const auto failure = std::current_exception();
            fail(pool_.factory().classify(on, failure), failure, told, 1, started);
        }
    }

    /// Ends the lease if the failure ended its resource. Returns the failure's class.
    fault give_up(lease& taken, const std::exception_ptr& failure) {
        const auto what = pool_.factory().classify(*taken, failure);
        if (!ends_resource(what)) return what;
        counts::add(counts_.lost);
        taken.discard(what);
        return what;
    }

private:
    static time_point now() noexcept { return std::chrono::steady_clock::now(); }

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
        auto said = pool_.factory().describe(failure);
        throw query_error{query_failure{
            .what = what,
            .code = std::move(said.code),
            .message = options_.show_values ? said.message : db::redact(said.message, told.values),
            .sql = *told.sql,
            .attempts = attempts,
            .took = now() - started,
            .at_commit = told.at_commit,
            .unsure = told.unsure && ends_resource(what),
            .row = told.row,
            .statement = told.statement,
            .values = options_.show_values ? told.values : std::vector<std::string>{}}};
    }

    Pool& pool_;
    const options& options_;
    const repair_switches& switches_;
    counts& counts_;
};

} // namespace cenote::detail
