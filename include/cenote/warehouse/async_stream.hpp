#pragma once

#include <cenote/warehouse/async_stream_call.hpp>
#include <cenote/warehouse/call_options.hpp>
#include <cenote/warehouse/query.hpp>
#include <cenote/warehouse/query_text.hpp>
#include <cenote/warehouse/rows.hpp>
#include <cenote/warehouse/statement.hpp>
#include <cenote/warehouse/stream_options.hpp>
#include <cenote/warehouse/warehouse.hpp>

#include <boost/asio/async_result.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace cenote {

/// The rows of one query, in batches that are read when they are asked for and never before:
/// `row_stream`, awaited. Nothing is read ahead, so that who is slow holds up the database and not
/// the memory.
///
/// From the first batch to the last it holds one connection, which goes back when a batch has come
/// that is not full, when a batch fails or is cancelled, or when the stream is closed or destroyed;
/// that never blocks. It must not outlive its warehouse.
///
/// Thread-safety: one thread at a time, and one batch at a time.
template <class Warehouse, class T>
class [[nodiscard]] async_row_stream {
public:
    explicit async_row_stream(std::shared_ptr<detail::stream_call<Warehouse, T>> call) noexcept
        : call_{std::move(call)} {}

    async_row_stream(const async_row_stream&) = delete;
    async_row_stream& operator=(const async_row_stream&) = delete;
    async_row_stream(async_row_stream&&) noexcept = default;

    async_row_stream& operator=(async_row_stream&& other) noexcept {
        if (this == &other) return *this;
        close();
        call_ = std::move(other.call_);
        return *this;
    }

    ~async_row_stream() { close(); }

    /// The next rows: `void(exception_ptr, rows)`, or a vector of any other `T`. Empty at the end,
    /// and ever after. Errors and cancellation are those of `async_execute_query`, but for
    /// `bad_query`. After an `acquire_error` or `operation_aborted`, when nothing was sent, it may be
    /// asked again; after all else the stream is at its end.
    /// Precondition: no other batch is being awaited.
    template <class Token>
    auto async_next(Token&& token) {
        using signature = void(std::exception_ptr, detail::result<T>);
        static_assert(
            boost::asio::completion_token_for<Token, signature>,
            "[cenote] asynchronous stream: async_next takes a completion token for "
            "void(std::exception_ptr, result), such as boost::asio::use_awaitable.");
        return boost::asio::async_initiate<Token, signature>(
            detail::begin_batch<detail::stream_call<Warehouse, T>>{call_}, token);
    }

    /// Ends the stream and gives its connection back. What is left of the result is not read, and a
    /// batch that is being awaited is cancelled.
    void close() noexcept {
        if (call_) detail::stream_call<Warehouse, T>::leave(std::exchange(call_, nullptr));
    }

private:
    std::shared_ptr<detail::stream_call<Warehouse, T>> call_;
};

/// Begins to stream a query; nothing is sent until the first batch is asked for. `how` may say how
/// many rows a batch has. No token yet: `bad_query` is thrown here.
template <class T = rows, class Backend, class Observer, class... Args>
[[nodiscard]] auto async_stream(
    warehouse<Backend, Observer>& whose,
    const stream_options& how,
    const query_text& sql,
    const Args&... args) {
    using call = detail::stream_call<warehouse<Backend, Observer>, T>;
    return async_row_stream<warehouse<Backend, Observer>, T>{
        std::make_shared<call>(whose, how, statement{sql.text(), args...}, sql.where())};
}

template <class T = rows, class Backend, class Observer, class... Args>
[[nodiscard]] auto async_stream(
    warehouse<Backend, Observer>& whose,
    const call_options& how,
    const query_text& sql,
    const Args&... args) {
    return async_stream<T>(whose, stream_options{.call = how}, sql, args...);
}

template <class T = rows, class Backend, class Observer, class... Args>
[[nodiscard]] auto
async_stream(warehouse<Backend, Observer>& whose, const query_text& sql, const Args&... args) {
    return async_stream<T>(whose, stream_options{}, sql, args...);
}

} // namespace cenote
