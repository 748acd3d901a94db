#pragma once

#include <cenote/policy/observer.hpp>

#include <cenote/warehouse/batch_call.hpp>
#include <cenote/warehouse/call_options.hpp>
#include <cenote/warehouse/caller.hpp>
#include <cenote/warehouse/connections.hpp>
#include <cenote/warehouse/page.hpp>
#include <cenote/warehouse/page_call.hpp>
#include <cenote/warehouse/query.hpp>
#include <cenote/warehouse/query_call.hpp>
#include <cenote/warehouse/query_source.hpp>
#include <cenote/warehouse/query_text.hpp>
#include <cenote/warehouse/row_stream.hpp>
#include <cenote/warehouse/sql_scan.hpp>
#include <cenote/warehouse/statement.hpp>
#include <cenote/warehouse/stream_options.hpp>

#include <array>
#include <initializer_list>
#include <memory>
#include <ranges>
#include <source_location>
#include <span>
#include <string>
#include <type_traits>

namespace cenote {

/// A database behind a pool of connections that repairs itself: see the five `repairs`.
///
/// ```cpp
/// cenote::warehouse<cenote::db::sqlite3> orders{"orders.db"};
/// for (const auto row : orders.execute_query("select * from orders where total > :t", 1000))
///     std::cout << row.get<std::string>("customer") << '\n';
/// ```
///
/// SQL has `:name` placeholders. Arguments are bound, never pasted: in the order in which the
/// placeholders first appear, or by name (`arg("t", 1000)`). A call may begin with `call_options`.
///
/// Errors, for every function that sends something: `bad_query` for what cannot be right, before
/// anything is sent; `acquire_error` when no working connection was to be had by the deadline;
/// `query_error` when the database refused, or the call's limit came first; `column_error` when the
/// result is not of the type asked for. After each of them the warehouse is as usable as before.
///
/// A query that only reads is sent again, over another connection, when its connection was lost; a
/// write is not, since it may have been done, unless the caller says that it is `idempotent`.
///
/// Thread-safety: every function, from any thread. The warehouse must outlive the calls into it;
/// leases may outlive it.
template <class Backend, class Observer = observer::none>
class warehouse : public connections<Backend, Observer> {
    using base = connections<Backend, Observer>;

public:
    using typename base::session;
    using backend = Backend;

    /// Connects when first asked to, or at once if `options::min_idle` is not 0. Takes a connection
    /// string or a backend, then `options`, then an observer.
    /// Throws `options_error`, what `Backend` throws for a bad connection string, `acquire_error`.
    using base::base;

    /// What `execute_query<T>` returns: `rows`, or a vector of any other `T`.
    template <class T>
    using result = detail::result<T>;

    // --- queries --------------------------------------------------------------------------------

    /// Sends one statement and returns what it returns: `rows`, or each row as a `T`, which is a
    /// struct described with Hana, or, if there is one column, a plain type.
    template <class T = rows, class... Args>
    result<T> execute_query(const call_options& how, const query_text& sql, const Args&... args) {
        std::array<parameter, sizeof...(Args)> given{parameter{args}...};
        return one(how, sql, given).template read<T>();
    }

    template <class T = rows, class... Args>
    result<T> execute_query(const query_text& sql, const Args&... args) {
        return execute_query<T>(call_options{}, sql, args...);
    }

    /// The same on a connection of the caller's, amid a transaction, perhaps: never repeated.
    template <class T = rows, class... Args>
    result<T> execute_query(session& on, const query_text& sql, const Args&... args) {
        std::array<parameter, sizeof...(Args)> given{parameter{args}...};
        return one({}, sql, given).template read_on<T>(on);
    }

    // --- streams --------------------------------------------------------------------------------

    /// The rows of a SELECT, WITH, VALUES or TABLE, in batches that are read when they are asked
    /// for: see `row_stream`. Sends nothing yet, and takes no connection; throws `bad_query`. Keeps
    /// what it is given.
    ///
    /// Memory holds a batch, and the driver one. PostgreSQL and SQLite find rows as they are asked
    /// for, MySQL and MariaDB make the whole result first, and keep it on the server. While it is read,
    /// PostgreSQL has a read-only transaction open, and SQLite the file locked for reading: without
    /// a write-ahead log, writers wait.
    template <class T = rows, class... Args>
    row_stream<T>
    stream_query(const stream_options& how, const query_text& sql, const Args&... args) {
        using source = detail::query_source<Backend, typename base::pool_type, T>;
        const detail::call_context<typename base::pool_type> parts{
            this->pool(), this->wanted(), this->repairs(), this->counted()};
        return row_stream<T>{
            std::make_unique<source>(parts, how, statement{sql.text(), args...}, sql.where())};
    }

    template <class T = rows, class... Args>
    row_stream<T>
    stream_query(const call_options& how, const query_text& sql, const Args&... args) {
        return stream_query<T>(stream_options{.call = how}, sql, args...);
    }

    template <class T = rows, class... Args>
    row_stream<T> stream_query(const query_text& sql, const Args&... args) {
        return stream_query<T>(stream_options{}, sql, args...);
    }

    // --- batches --------------------------------------------------------------------------------

    /// Sends one statement with the values of each row, in one transaction: all or nothing.
    ///
    /// A row is a tuple, an array, a vector, a described struct (a member for each placeholder), or
    /// the one value there is. `query_error::failure().row` tells the first row that was refused.
    /// Repeated only if not even the BEGIN came through, not if the caller says `idempotent`. A
    /// commit whose answer was lost is `unsure`. Complexity: a round trip or three for a thousand
    /// rows where the statement is a plain INSERT, else one for each row.
    template <std::ranges::input_range Rows>
    batch_result
    execute_batch_query(const call_options& how, const query_text& sql, const Rows& rows) {
        static_assert(
            std::is_lvalue_reference_v<std::ranges::range_reference_t<const Rows>>,
            "[cenote] batch: rows must be stored somewhere; put what a view makes into a "
            "std::vector first.");
        return batches().send(how, sql, rows);
    }

    template <std::ranges::input_range Rows>
    batch_result execute_batch_query(const query_text& sql, const Rows& rows) {
        return execute_batch_query(call_options{}, sql, rows);
    }

    /// Sends different statements in one transaction: all or nothing. What they return is dropped.
    /// `query_error::failure().statement` tells which one was refused.
    batch_result execute_batch_query(
        const call_options& how,
        std::span<const statement> statements,
        std::source_location where = std::source_location::current()) {
        return batches().send(how, statements, where);
    }

    batch_result execute_batch_query(
        std::span<const statement> statements,
        std::source_location where = std::source_location::current()) {
        return execute_batch_query(call_options{}, statements, where);
    }

    batch_result execute_batch_query(
        std::initializer_list<statement> statements,
        std::source_location where = std::source_location::current()) {
        return execute_batch_query(std::span{statements.begin(), statements.size()}, where);
    }

    // --- pages ----------------------------------------------------------------------------------

    /// One page of a SELECT with an ORDER BY, by its number. Its columns need names that differ,
    /// since it becomes a table in the queries that are sent. Throws `bad_page` for what cannot be
    /// cut into pages.
    template <class T = rows, class... Args>
    paged<result<T>> execute_paginated_query(
        const call_options& how, const query_text& sql, const page& wanted, const Args&... args) {
        std::array<parameter, sizeof...(Args)> given{parameter{args}...};
        return pages(how, sql, given).template read<T>(wanted);
    }

    template <class T = rows, class... Args>
    paged<result<T>>
    execute_paginated_query(const query_text& sql, const page& wanted, const Args&... args) {
        return execute_paginated_query<T>(call_options{}, sql, wanted, args...);
    }

    /// One page after another, from the last row seen: as fast at the end as at the beginning.
    template <class T = rows, class... Args>
    paged_after<result<T>> execute_paginated_query(
        const call_options& how,
        const query_text& sql,
        const page_after& wanted,
        const Args&... args) {
        std::array<parameter, sizeof...(Args)> given{parameter{args}...};
        return pages(how, sql, given).template read<T>(wanted);
    }

    template <class T = rows, class... Args>
    paged_after<result<T>>
    execute_paginated_query(const query_text& sql, const page_after& wanted, const Args&... args) {
        return execute_paginated_query<T>(call_options{}, sql, wanted, args...);
    }

private:
    using base::caller;
    using typename base::caller_type;

    [[nodiscard]] auto
    one(const call_options& how, const query_text& sql, std::span<parameter> given) {
        return detail::query_call<Backend, caller_type>{caller(), how, sql, given};
    }

    [[nodiscard]] auto batches() noexcept {
        return detail::batch_call<Backend, caller_type>{
            this->pool().factory(), caller(), this->wanted().rollback_timeout};
    }

    [[nodiscard]] auto
    pages(const call_options& how, const query_text& sql, std::span<parameter> given) {
        return detail::page_call<Backend, caller_type>{caller(), how, sql, given};
    }
};

} // namespace cenote
