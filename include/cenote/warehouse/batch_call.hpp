#pragma once

#include <cenote/base/time.hpp>

#include <cenote/warehouse/arguments.hpp>
#include <cenote/warehouse/batch.hpp>
#include <cenote/warehouse/call_options.hpp>
#include <cenote/warehouse/caller.hpp>
#include <cenote/warehouse/query.hpp>
#include <cenote/warehouse/query_text.hpp>
#include <cenote/warehouse/sql_scan.hpp>
#include <cenote/warehouse/statement.hpp>
#include <cenote/warehouse/transact.hpp>

#include <cstddef>
#include <optional>
#include <ranges>
#include <source_location>
#include <span>
#include <string>
#include <vector>

namespace cenote::detail {

/// Sends batches for a warehouse: each on one lease, in one transaction.
template <class Backend, class Caller>
class batch_call {
    using session = typename Backend::session;

    static constexpr sql::dialect dialect = sql::dialect_of(Backend::name);

public:
    batch_call(Backend& backend, Caller caller, duration rollback_timeout)
        : backend_{backend}
        , caller_{caller}
        , rollback_timeout_{rollback_timeout} {}

    template <class Rows>
    batch_result send(const call_options& how, const query_text& query, const Rows& rows) {
        const auto& text = query.text();
        const auto parsed = sql::scan(text, dialect);
        check_one(parsed);
        if (std::ranges::empty(rows)) return {};
        return caller_.perform(
            how,
            account{.sql = &text, .where = query.where(), .repeatable = true},
            [&](session& on, account& told) {
                batch<Backend> sending{backend_, on, text, parsed};
                try {
                    return in_transaction(on, told, [&] { return sending.send(rows); });
                } catch (...) {
                    told.row = sending.alone();
                    told.keep(sending.failed());
                    throw;
                }
            });
    }

    batch_result
    send(const call_options& how, std::span<const statement> all, std::source_location where) {
        if (all.empty()) return {};
        auto parts = prepared(all);
        return caller_.perform(
            how,
            account{.sql = &all.front().sql(), .where = where, .repeatable = true},
            [&](session& on, account& told) {
                return in_transaction(on, told, [&] { return send(on, told, all, parts); });
            });
    }

private:
    struct part {
        sql::outline parsed;
        std::vector<parameter> given;
    };

    /// Checks them all before any is sent.
    static std::vector<part> prepared(std::span<const statement> all) {
        std::vector<part> parts;
        for (const auto& one : all) {
            auto& added = parts.emplace_back(sql::scan(one.sql(), dialect), one.parameters());
            match(added.parsed, added.given, dialect);
        }
        return parts;
    }

    static batch_result send(
        session& on,
        account& told,
        std::span<const statement> all,
        const std::vector<part>& parts) {
        batch_result result;
        for (const auto& [parsed, given] : parts) {
            told.statement = result.done;
            told.sql = &all[result.done].sql();
            told.given = given;
            const auto found = fetch_rows<typename Backend::cursor>(on, *told.sql, parsed, given);
            result.affected += found.affected();
            ++result.done;
        }
        told.statement.reset();
        told.given = {};
        return result;
    }

    /// A batch may be sent again only if not even its BEGIN came through.
    template <class Work>
    batch_result in_transaction(session& on, account& told, Work work) {
        auto reached = stage::begin;
        const auto tell = [&] { // also after a success, should it have come too late
            told.repeatable = reached == stage::begin;
            told.at_commit = reached == stage::commit;
            told.unsure = told.at_commit;
        };
        try {
            auto done = transact(backend_, on, rollback_timeout_, reached, work);
            tell();
            return done;
        } catch (...) {
            tell();
            throw;
        }
    }

    Backend& backend_;
    Caller caller_;
    duration rollback_timeout_;
};

} // namespace cenote::detail
