#pragma once

#include <cenote/base/time.hpp>

#include <cenote/asio/acquire.hpp>
#include <cenote/asio/async_work.hpp>
#include <cenote/db/timed_work.hpp>
#include <cenote/warehouse/async_lease.hpp>
#include <cenote/warehouse/call_context.hpp>
#include <cenote/warehouse/inside.hpp>
#include <cenote/warehouse/warehouse.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <concepts>
#include <exception>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace cenote {

namespace detail {

/// Calls `f(session&)` once, on a lease that has been awaited, on a thread of the pool's workers.
template <class Warehouse, class F>
class connection_call : public async_lease<Warehouse> {
    using base = async_lease<Warehouse>;
    using session = typename Warehouse::session;

public:
    using result = std::decay_t<std::invoke_result_t<F&, session&>>;

    /// The time for a lease runs from here.
    connection_call(Warehouse& whose, std::source_location where, F f)
        : base{whose, where}
        , with_{inside::keeping(whose)}
        , until_{deadline::after(with_.wanted.acquire_timeout, with_.now())}
        , f_{std::move(f)} {}

    [[nodiscard]] deadline until() const noexcept { return until_; }

    /// What `f` returned, or true.
    [[nodiscard]] auto run() {
        auto on = this->hand_over();
        try {
            auto done = with_.bounded_by(
                deadline::never(), &this->interrupt(), *on.lent, db::owner::caller, [&] {
                    return called(*on.lent);
                });
            with_.lose_if_dead(on.lent); // a cancel may have come as the work ended
            return done;
        } catch (...) {
            with_.give_up(on.lent, std::current_exception());
            throw;
        }
    }

private:
    auto called(session& on) {
        if constexpr (std::is_void_v<result>) {
            f_(on);
            return std::optional{true};
        } else
            return std::optional<result>{f_(on)};
    }

    call_context<typename base::pool_type> with_;
    deadline until_;
    F f_;
};

/// Awaits a lease, and then what a worker does with it.
template <class Call>
boost::asio::awaitable<typename Call::result> lend_and_work(std::shared_ptr<Call> call) {
    namespace asio = boost::asio;
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation{});
    call->take(co_await co_acquire(call->pool(), call->until(), call->where()));
    auto done = co_await async_work(call->pool(), call, asio::use_awaitable);
    if constexpr (!std::is_void_v<typename Call::result>) co_return *std::move(done);
}

template <class Warehouse>
struct begin_with_connection {
    Warehouse* whose;

    template <class Handler, class F>
    void operator()(Handler&& handler, std::source_location where, F f) const {
        const auto on = boost::asio::get_associated_executor(handler);
        auto call = std::make_shared<connection_call<Warehouse, F>>(*whose, where, std::move(f));
        boost::asio::co_spawn(on, lend_and_work(std::move(call)), std::forward<Handler>(handler));
    }
};

template <class Result>
struct completes_with {
    using type = void(std::exception_ptr, Result);
};

template <>
struct completes_with<void> {
    using type = void(std::exception_ptr);
};

} // namespace detail

/// `connections::with_connection`, awaited: one of the pool's workers calls `f(session&)`, once, on a
/// connection that goes back afterwards. For a transaction, or for SOCI itself.
///
/// Completes with `void(std::exception_ptr, what f returned)`, or `void(std::exception_ptr)`. What `f`
/// throws passes through unchanged; if the connection is lost by then, the pool is told. What `f`
/// left open is rolled back.
///
/// A cancellation of any type ends the wait for a connection (`operation_aborted`; `f` was not
/// called), or the statement that is running, which throws then; what SOCI throws comes as
/// `db::overdue`, with `by_caller()`. `f` is moved, called on another thread than this one, and
/// destroyed on any; a cancel does not end what it does without the database.
///
/// Thread-safety: any thread. The warehouse must outlive the operation.
template <class Backend, class Observer, class F, class Token>
auto async_with_connection(
    warehouse<Backend, Observer>& whose,
    F f,
    Token&& token,
    std::source_location where = std::source_location::current()) {
    using house = warehouse<Backend, Observer>;
    static_assert(
        std::invocable<F&, typename house::session&>,
        "[cenote] async_with_connection: f must be callable with a session&.");
    using result = typename detail::connection_call<house, F>::result;
    return boost::asio::async_initiate<Token, typename detail::completes_with<result>::type>(
        detail::begin_with_connection<house>{&whose}, token, where, std::move(f));
}

} // namespace cenote
