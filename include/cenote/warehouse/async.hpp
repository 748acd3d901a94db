#pragma once

#include <cenote/base/timeout.hpp>

#include <cenote/asio/close.hpp>
#include <cenote/warehouse/async_call.hpp>
#include <cenote/warehouse/async_connection.hpp>
#include <cenote/warehouse/async_stream.hpp>
#include <cenote/warehouse/batch_call.hpp>
#include <cenote/warehouse/call_options.hpp>
#include <cenote/warehouse/inside.hpp>
#include <cenote/warehouse/page.hpp>
#include <cenote/warehouse/page_call.hpp>
#include <cenote/warehouse/query_call.hpp>
#include <cenote/warehouse/query_text.hpp>
#include <cenote/warehouse/statement.hpp>
#include <cenote/warehouse/token_last.hpp>
#include <cenote/warehouse/warehouse.hpp>

#include <ranges>
#include <source_location>
#include <type_traits>
#include <utility>
#include <vector>

/// The queries of a warehouse, awaited. More on one connection: `async_with_connection`.
///
/// Each completes with `void(std::exception_ptr, result)`, so that an error tells all that the
/// blocking call's does: `co_await` throws it, `as_tuple` hands it over. The completion token comes
/// last, after the query's arguments, which are copied.
///
/// A connection is awaited without a thread, in one queue with blocking callers; then one of the
/// pool's workers sends the query, as many at once as there are connections. The handler is called
/// on its associated executor, never inside these functions, which throw nothing but `bad_alloc`. A
/// call that is wrong (`bad_query`) waits for no connection. With a lazy token, such as `deferred`, a
/// call begins, and its time runs, when it is awaited.
///
/// A cancellation of any type ends the wait for a connection (`operation_aborted`; nothing was sent),
/// or the running statement, as a deadline would: the database cancels it, and the connection lives
/// on if it answers (`query_error`, with `failure().cancelled`). Limits are those of the blocking
/// calls: `within(2s)`, `options::query_timeout`.
///
/// Thread-safety: any thread. The warehouse must outlive the operations. When the executor's context
/// is destroyed, so are the handlers; what is running for them is cancelled, and `close` waits for it.
namespace cenote {

/// `connections::close`, awaited: see `async_close` of a pool.
template <class Backend, class Observer, class Token>
auto async_close(warehouse<Backend, Observer>& whose, timeout limit, Token&& token) {
    return async_close(whose.pool(), limit, std::forward<Token>(token));
}

/// `warehouse::execute_query`, awaited: `async_execute_query<T>(shop, sql, args..., token)`.
template <class T = rows, class Backend, class Observer, class... Given>
auto async_execute_query(
    warehouse<Backend, Observer>& whose,
    const call_options& how,
    const query_text& sql,
    Given&&... args_and_token) {
    return detail::token_last(
        [&](auto&& token, auto&&... args) {
            return detail::async_ask(
                whose,
                how,
                sql.where(),
                [how, sent = statement{sql.text(), args...}, where = sql.where()](auto& caller) {
                    using caller_type = std::remove_reference_t<decltype(caller)>;
                    auto given = sent.parameters();
                    const query_text text{sent.sql(), where};
                    return detail::query_call<Backend, caller_type>{caller, how, text, given}
                        .template read<T>();
                },
                std::forward<decltype(token)>(token));
        },
        std::forward<Given>(args_and_token)...);
}

template <class T = rows, class Backend, class Observer, class... Given>
auto async_execute_query(
    warehouse<Backend, Observer>& whose, const query_text& sql, Given&&... args_and_token) {
    return async_execute_query<T>(
        whose, call_options{}, sql, std::forward<Given>(args_and_token)...);
}

/// `warehouse::execute_batch_query`, awaited. `rows` is any container that owns its rows, and all that
/// they refer to.
template <class Backend, class Observer, class Rows, class Token>
auto async_execute_batch_query(
    warehouse<Backend, Observer>& whose,
    const call_options& how,
    const query_text& sql,
    Rows rows,
    Token&& token) {
    static_assert(
        std::ranges::input_range<const Rows> && !std::ranges::view<Rows>,
        "[cenote] asynchronous batch: rows must be owned; put what a view or a span shows into a "
        "std::vector first.");
    return detail::async_ask(
        whose,
        how,
        sql.where(),
        [how,
         text = sql.text(),
         where = sql.where(),
         rows = std::move(rows),
         &backend = whose.pool().factory(),
         undo = detail::inside::rollback_timeout(whose)](auto& caller) {
            using caller_type = std::remove_reference_t<decltype(caller)>;
            return detail::batch_call<Backend, caller_type>{backend, caller, undo}.send(
                how, query_text{text, where}, rows);
        },
        std::forward<Token>(token));
}

template <class Backend, class Observer, class Rows, class Token>
auto async_execute_batch_query(
    warehouse<Backend, Observer>& whose, const query_text& sql, Rows rows, Token&& token) {
    return async_execute_batch_query(
        whose, call_options{}, sql, std::move(rows), std::forward<Token>(token));
}

/// The same for different statements in one transaction.
template <class Backend, class Observer, class Token>
auto async_execute_batch_query(
    warehouse<Backend, Observer>& whose,
    const call_options& how,
    std::vector<statement> statements,
    Token&& token,
    std::source_location where = std::source_location::current()) {
    return detail::async_ask(
        whose,
        how,
        where,
        [how,
         where,
         statements = std::move(statements),
         &backend = whose.pool().factory(),
         undo = detail::inside::rollback_timeout(whose)](auto& caller) {
            using caller_type = std::remove_reference_t<decltype(caller)>;
            return detail::batch_call<Backend, caller_type>{backend, caller, undo}.send(
                how, statements, where);
        },
        std::forward<Token>(token));
}

template <class Backend, class Observer, class Token>
auto async_execute_batch_query(
    warehouse<Backend, Observer>& whose,
    std::vector<statement> statements,
    Token&& token,
    std::source_location where = std::source_location::current()) {
    return async_execute_batch_query(
        whose, call_options{}, std::move(statements), std::forward<Token>(token), where);
}

/// `warehouse::execute_paginated_query`, awaited; `wanted` is a `page` or a `page_after`.
template <class T = rows, class Backend, class Observer, class Page, class... Given>
auto async_execute_paginated_query(
    warehouse<Backend, Observer>& whose,
    const call_options& how,
    const query_text& sql,
    const Page& wanted,
    Given&&... args_and_token) {
    return detail::token_last(
        [&](auto&& token, auto&&... args) {
            return detail::async_ask(
                whose,
                how,
                sql.where(),
                [how, wanted, sent = statement{sql.text(), args...}, where = sql.where()](
                    auto& caller) {
                    using caller_type = std::remove_reference_t<decltype(caller)>;
                    auto given = sent.parameters();
                    const query_text text{sent.sql(), where};
                    return detail::page_call<Backend, caller_type>{caller, how, text, given}
                        .template read<T>(wanted);
                },
                std::forward<decltype(token)>(token));
        },
        std::forward<Given>(args_and_token)...);
}

template <class T = rows, class Backend, class Observer, class Page, class... Given>
auto async_execute_paginated_query(
    warehouse<Backend, Observer>& whose,
    const query_text& sql,
    const Page& wanted,
    Given&&... args_and_token) {
    return async_execute_paginated_query<T>(
        whose, call_options{}, sql, wanted, std::forward<Given>(args_and_token)...);
}

} // namespace cenote
