#pragma once

#include <cenote/base/time.hpp>

#include <cenote/asio/acquire.hpp>
#include <cenote/asio/async_work.hpp>
#include <cenote/warehouse/async_lease.hpp>
#include <cenote/warehouse/attempts.hpp>
#include <cenote/warehouse/call_options.hpp>
#include <cenote/warehouse/inside.hpp>
#include <cenote/warehouse/one_attempt.hpp>
#include <cenote/warehouse/rehearsal.hpp>

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
/// on a thread of the pool's workers. It owns all it needs, but for the warehouse.
template <class Warehouse, class Ask>
class async_call : public async_lease<Warehouse> {
    using typename async_lease<Warehouse>::pool_type;

public:
    using result = std::invoke_result_t<Ask&, one_attempt<pool_type>&>;

    /// The call's time runs from here, unless it is wrong or sends nothing.
    async_call(Warehouse& whose, const call_options& how, std::source_location where, Ask ask)
        : async_lease<Warehouse>{whose, where}
        , ask_{std::move(ask)} {
        rehearse();
        if (!wrong_ && !at_once_) attempts_.emplace(inside::begin(whose, how));
    }

    /// What the call returns without a lease. Throws `bad_query`.
    [[nodiscard]] std::optional<result> at_once() {
        if (wrong_) std::rethrow_exception(std::exchange(wrong_, nullptr));
        return std::move(at_once_);
    }

    /// Precondition, as for all that follows: the call needs a lease.
    [[nodiscard]] deadline until() const noexcept { return attempts_->until(); }

    /// Makes the call; nothing when it is to be made again on another lease.
    [[nodiscard]] std::optional<result> run() {
        auto on = this->hand_over();
        one_attempt<pool_type> by{*attempts_, on.lent, this->interrupt()};
        try {
            return ask_(by);
        } catch (const lease_lost&) {
            return std::nullopt;
        }
    }

private:
    void rehearse() noexcept {
        bool sends = false;
        rehearsal<typename Warehouse::session> dry{sends};
        try {
            auto without = ask_(dry);
            if (!sends) at_once_ = std::move(without);
        } catch (...) {
            wrong_ = std::current_exception();
        }
    }

    Ask ask_;
    std::exception_ptr wrong_;
    std::optional<result> at_once_{};
    std::optional<attempts<pool_type>> attempts_{};
};

/// Awaits a lease, and then what a worker does with it, until that needs no other lease.
template <class Call>
boost::asio::awaitable<typename Call::result> make(std::shared_ptr<Call> call) {
    namespace asio = boost::asio;
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation{});
    if (auto done = call->at_once()) co_return *std::move(done);
    for (;;) {
        call->take(co_await co_acquire(call->pool(), call->until(), call->where()));
        if (auto done = co_await async_work(call->pool(), call, asio::use_awaitable))
            co_return *std::move(done);
    }
}

/// Makes the call when it is begun, which with a lazy token is later than asking for it, and may
/// happen more than once.
template <class Warehouse>
struct begin_call {
    Warehouse* whose;

    template <class Handler, class Ask>
    void operator()(
        Handler&& handler, const call_options& how, std::source_location where, Ask ask) const {
        const auto on = boost::asio::get_associated_executor(handler);
        auto call =
            std::make_shared<async_call<Warehouse, Ask>>(*whose, how, where, std::move(ask));
        boost::asio::co_spawn(on, make(std::move(call)), std::forward<Handler>(handler));
    }
};

/// Completes with `void(exception_ptr, result)`.
template <class Warehouse, class Ask, class Token>
auto async_ask(
    Warehouse& whose, const call_options& how, std::source_location where, Ask ask, Token&& token) {
    using signature = void(std::exception_ptr, typename async_call<Warehouse, Ask>::result);
    static_assert(
        boost::asio::completion_token_for<Token, signature>,
        "[cenote] asynchronous query: the last argument must be a completion token for "
        "void(std::exception_ptr, result), such as boost::asio::use_awaitable.");
    return boost::asio::async_initiate<Token, signature>(
        begin_call<Warehouse>{&whose}, token, how, where, std::move(ask));
}

} // namespace cenote::detail
