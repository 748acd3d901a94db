#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/db/error.hpp>
#include <cenote/db/overdue.hpp>
#include <cenote/db/redact.hpp>
#include <cenote/warehouse/account.hpp>
#include <cenote/warehouse/call_context.hpp>
#include <cenote/warehouse/counts.hpp>
#include <cenote/warehouse/query_error.hpp>

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace cenote::detail {

/// What the driver said; of work that was ended before its time, how it was ended as well.
template <class Factory>
[[nodiscard]] db::error_info
describe(const Factory& factory, const std::exception_ptr& failure, const db::overdue* ended) {
    if (!ended) return factory.describe(failure);
    auto said = ended->info();
    if (!ended->cause()) return said;
    auto cause = factory.describe(ended->cause());
    return {.code = std::move(cause.code), .message = said.message + ": " + cause.message};
}

/// Whether a query that failed so may have taken effect. One that a server in the wrong role
/// refused did not.
[[nodiscard]] inline bool may_be_done(fault what, const db::overdue* ended) noexcept {
    return ended ? ended->may_be_done() : ends_resource(what) && what != fault::read_only;
}

/// Counts a call as failed and throws its story, a `query_error`.
template <class Pool>
[[noreturn]] void fail(
    const call_context<Pool>& with,
    fault what,
    const std::exception_ptr& failure,
    account& told,
    unsigned attempts,
    time_point started) {
    counts::add(with.counted.failed);
    told.keep(told.given);
    const auto* ended = db::overdue_in(failure);
    auto said = describe(with.pool.factory(), failure, ended);
    const bool shown = with.wanted.show_values;
    throw query_error{query_failure{
        .what = what,
        .code = std::move(said.code),
        .message = shown ? said.message : db::redact(said.message, told.values),
        .sql = *told.sql,
        .attempts = attempts,
        .took = with.now() - started,
        .at_commit = told.at_commit,
        .unsure = told.unsure && may_be_done(what, ended),
        .cancelled = ended != nullptr && ended->by_caller(),
        .row = told.row,
        .statement = told.statement,
        .values = shown ? told.values : std::vector<std::string>{}}};
}

} // namespace cenote::detail
