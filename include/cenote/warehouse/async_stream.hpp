#pragma once

#include <cenote/asio/acquire.hpp>
#include <cenote/asio/async_work.hpp>
#include <cenote/db/interrupt.hpp>
#include <cenote/warehouse/async_call.hpp>
#include <cenote/warehouse/inside.hpp>
#include <cenote/warehouse/query_source.hpp>
#include <cenote/warehouse/query_text.hpp>
#include <cenote/warehouse/row_stream.hpp>
#include <cenote/warehouse/statement.hpp>
#include <cenote/warehouse/stream_options.hpp>
#include <cenote/warehouse/token_last.hpp>
#include <cenote/warehouse/warehouse.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <source_location>
#include <utility>

namespace cenote {

namespace detail {

/// One stream's batches, each read by a worker when it is asked for.
template <class Warehouse, class T>
class stream_call {
    using pool_type = typename Warehouse::pool_type;
    using source = query_source<typename Warehouse::backend, pool_type, T>;

public:
    using result = detail::result<T>;

    stream_call(
        Warehouse& whose, const stream_options& how, statement query, std::source_location where)
        : pool_{whose.pool()}
        , where_{where}
        , source_{inside::keeping(whose), how, std::move(query), where} {
        source_.ended_by(interrupt_);
    }

    [[nodiscard]] pool_type& pool() noexcept { return pool_; }

    [[nodiscard]] std::source_location where() const noexcept { return where_; }

    /// Whether the first batch is still to be read, and a lease to be come by.
    [[nodiscard]] bool needs_lease() const noexcept { return !source_.has_begun(); }

    /// A batch is asked for: when its lease must have been had.
    [[nodiscard]] deadline ask() {
        if (needs_lease()) until_ = source_.first_deadline();
        return until_;
    }

    void take(typename pool_type::lease taken) noexcept { lease_ = std::move(taken); }

    /// The next batch; nothing when another lease is needed for it.
    [[nodiscard]] std::optional<result> run() {
        if (!needs_lease()) return source_.next();
        return source_.try_first(std::exchange(lease_, {}), ++attempts_, until_);
    }

    void cancel() noexcept { interrupt_.request(); }

    /// Gives the connection back, on a worker, for who must not block.
    static void leave(std::shared_ptr<stream_call> mine) noexcept {
        auto& house = pool_access::house_of(mine->pool_);
        mine->cancel();
        set_apart(house, [mine = std::move(mine)](const std::exception_ptr*) noexcept {
            mine->source_.close();
        });
    }

private:
    pool_type& pool_;
    std::source_location where_;
    db::interrupt interrupt_; // before the source, which refers to it
    source source_;
    typename pool_type::lease lease_{};
    deadline until_ = deadline::never();
    unsigned attempts_ = 0;
};

template <class Call>
boost::asio::awaitable<typename Call::result> next_batch(std::shared_ptr<Call> call) {
    namespace asio = boost::asio;
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation{});
    const deadline until = call->ask();
    for (;;) {
        if (call->needs_lease())
            call->take(co_await co_acquire(call->pool(), until, call->where()));
        if (auto batch = co_await async_work(call->pool(), call, asio::use_awaitable))
            co_return *std::move(batch);
    }
}

struct begin_batch {
    template <class Handler, class Call>
    void operator()(Handler&& handler, std::shared_ptr<Call> call) const {
        const auto on = boost::asio::get_associated_executor(handler);
        boost::asio::co_spawn(on, next_batch(std::move(call)), std::forward<Handler>(handler));
    }
};

} // namespace detail

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

    async_row_stream(async_row_stream&&) noexcept = default;

    async_row_stream& operator=(async_row_stream&& other) noexcept {
        if (this == &other) return *this;
        close();
        call_ = std::move(other.call_);
        return *this;
    }

    ~async_row_stream() { close(); }

    /// The next rows: `void(exception_ptr, rows)`, or a vector of any other `T`. Empty at the end,
    /// and ever after. Errors and cancellation are those of `async_execute_query`; after them the
    /// stream is at its end, but after an `acquire_error`.
    /// Precondition: not closed, and no other batch is being awaited.
    template <class Token>
    auto async_next(Token&& token) {
        return boost::asio::async_initiate<Token, void(std::exception_ptr, detail::result<T>)>(
            detail::begin_batch{}, token, call_);
    }

    /// Ends the stream and gives its connection back. What is left of the result is not read.
    void close() noexcept {
        if (call_) detail::stream_call<Warehouse, T>::leave(std::exchange(call_, nullptr));
    }

private:
    std::shared_ptr<detail::stream_call<Warehouse, T>> call_;
};

/// Begins to stream a query; nothing is sent until the first batch is asked for. `how` may say how
/// many rows a batch has. Throws `bad_query`.
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
[[nodiscard]] auto
async_stream(warehouse<Backend, Observer>& whose, const query_text& sql, const Args&... args) {
    return async_stream<T>(whose, stream_options{}, sql, args...);
}

} // namespace cenote
