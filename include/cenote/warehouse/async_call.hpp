#pragma once

#include <cenote/base/time.hpp>

#include <cenote/asio/acquire.hpp>
#include <cenote/asio/async_work.hpp>
#include <cenote/db/interrupt.hpp>
#include <cenote/warehouse/attempts.hpp>
#include <cenote/warehouse/call_options.hpp>
#include <cenote/warehouse/inside.hpp>
#include <cenote/warehouse/one_attempt.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace cenote::detail {

/// One asynchronous call on a warehouse: `ask(caller)` makes it, on a lease that has been awaited,
/// on a thread of the pool's workers. It owns all it needs.
///
/// Thread-safety: `cancel` by any thread, the rest by one at a time.
template <class Pool, class Ask>
class async_call {
public:
    using pool_type = Pool;
    using result = std::invoke_result_t<Ask&, one_attempt<Pool>&>;

    async_call(Pool& pool, attempts<Pool> begun, std::source_location where, Ask ask)
        : pool_{pool}
        , attempts_{std::move(begun)}
        , where_{where}
        , ask_{std::move(ask)} {}

    [[nodiscard]] Pool& pool() noexcept { return pool_; }

    [[nodiscard]] deadline until() const noexcept { return attempts_.until(); }

    [[nodiscard]] std::source_location where() const noexcept { return where_; }

    void take(typename Pool::lease taken) noexcept { lease_ = std::move(taken); }

    /// Makes the call; nothing when it is to be made again on another lease.
    [[nodiscard]] std::optional<result> run() {
        auto on = std::exchange(lease_, {}); // given back where that may block
        one_attempt<Pool> by{attempts_, on, interrupt_};
        try {
            return ask_(by);
        } catch (const lease_lost&) {
            return std::nullopt;
        }
    }

    /// Has the database end what it is doing for the call.
    void cancel() noexcept { interrupt_.request(); }

private:
    Pool& pool_;
    attempts<Pool> attempts_;
    std::source_location where_;
    Ask ask_;
    typename Pool::lease lease_{};
    db::interrupt interrupt_;
};

/// Awaits a lease, and then what a worker does with it, until that needs no other lease.
template <class Call>
boost::asio::awaitable<typename Call::result> make(std::shared_ptr<Call> call) {
    namespace asio = boost::asio;
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation{});
    for (;;) {
        call->take(co_await co_acquire(call->pool(), call->until(), call->where()));
        if (auto done = co_await async_work(call->pool(), call, asio::use_awaitable))
            co_return *std::move(done);
    }
}

struct begin_call {
    template <class Handler, class Call>
    void operator()(Handler&& handler, std::shared_ptr<Call> call) const {
        const auto on = boost::asio::get_associated_executor(handler);
        boost::asio::co_spawn(on, make(std::move(call)), std::forward<Handler>(handler));
    }
};

/// Completes with `void(exception_ptr, result)`.
template <class Call, class Token>
auto async_make(std::shared_ptr<Call> call, Token&& token) {
    return boost::asio::async_initiate<Token, void(std::exception_ptr, typename Call::result)>(
        begin_call{}, token, std::move(call));
}

} // namespace cenote::detail
