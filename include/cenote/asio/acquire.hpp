#pragma once

#include <cenote/base/acquire_error.hpp>
#include <cenote/base/timeout.hpp>

#include <cenote/pool.hpp>
#include <cenote/pool/access.hpp>
#include <cenote/pool/errand.hpp>
#include <cenote/pool/outgoing.hpp>
#include <cenote/pool/trust.hpp>

#include <cenote/asio/acquire_operation.hpp>
#include <cenote/asio/handled.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <source_location>
#include <type_traits>
#include <utility>

namespace cenote {

namespace detail {

/// Says in one sentence that there is nobody to open.
template <class House>
struct check_openers {
    static_assert(
        opens_by_awaiting<typename House::factory_type> ||
            House::template policy_type<concerns::threading>::can_wait,
        "[cenote] async_acquire: opening would block, so another thread does it, and "
        "threading::single allows for none; leave that out, or have the factory open by awaiting.");
};

/// What is idle and fit at once, or a look at it, makes no operation.
template <class Pool>
struct begin_acquire {
    Pool* from;

    template <class Handler>
    void operator()(
        Handler&& given, timeout limit, acquire_failure* told, std::source_location where) const {
        auto& house = pool_access::house_of(*from);
        using house_type = std::remove_reference_t<decltype(house)>;
        static_assert(sizeof(check_openers<house_type>) > 0);
        using handler = std::decay_t<Handler>;
        using operation = acquire_operation<Pool, house_type, handler>;

        errand<house_type> begun{house, limit, trust::verify, borrower::awaiting};
        auto next = first_chore(begun);
        if (next.what == decltype(next)::kind::lend)
            return post_result(
                handler{std::forward<Handler>(given)},
                boost::system::error_code{},
                pool_access::lend<Pool>(house, *next.in, where));
        operation* made = nullptr;
        try {
            made = operation::make(
                handler{std::forward<Handler>(given)}, told, where, errand<house_type>{begun});
        } catch (...) {
            begun.undo(next);
            throw;
        }
        made->begin(next);
    }

    /// What an errand needs that begins with what is idle, where that takes no time.
    template <class House>
    [[nodiscard]] static auto first_chore(errand<House>& begun) {
        using chore = cenote::chore<typename House::slot>;
        auto& house = begun.house();
        auto* idle = house.take_idle();
        if (idle == nullptr) return chore::wait();
        if (outgoing::is_ready(house, *idle)) return chore::lend(*idle);
        return begun.after_looks(begun.consider(*idle));
    }
};

/// The slot, if looks prove that it is fit; else it is idle again, or closed, and this is null.
/// Apart, to keep short what finds it ready.
template <class House>
[[gnu::noinline]] typename House::slot* look_at(House& house, typename House::slot& idle) {
    errand<House> begun{house, deadline::never(), trust::verify, borrower::awaiting};
    const auto next = begun.after_looks(begun.consider(idle));
    if (next.what == decltype(next)::kind::lend) return next.in;
    begun.undo(next);
    return nullptr;
}

/// A lease of what is idle and fit, or an empty one.
template <class Pool>
[[nodiscard]] typename Pool::lease lend_at_once(Pool& from, std::source_location where) {
    auto& house = pool_access::house_of(from);
    auto* idle = house.take_idle();
    if (idle != nullptr && !outgoing::is_ready(house, *idle)) idle = look_at(house, *idle);
    if (idle == nullptr) return {};
    return pool_access::lend<Pool>(house, *idle, where);
}

} // namespace detail

/// Lends a resource of `from` to who awaits it: an idle one that is fit, else a new one, else the
/// next to come back. It waits in the same queue as blocking callers, in the order in which they
/// came, and is always handed what comes back.
///
/// Completes with `void(error_code, lease)`: by `limit`, as `pool::acquire` would, with an `errc`
/// where that throws; or with `operation_aborted` after a cancellation of any type, and then nothing
/// has happened: what was being opened or proven for it goes to others.
///
/// The handler is called once, on its associated executor, never inside this function; without an
/// executor, on a thread of Asio's system context. `co_acquire` does without the post where there is
/// nothing to wait for. Opening, pinging, cleaning and closing are done by the pool's `workers`, or
/// awaited where the factory's work is awaitable; only a peek, which does not block, is done here.
/// Thread-safety: any thread, under the pool's `threading` policy. When the executor's context is
/// destroyed, so is the handler, and what it waited for goes to others; likewise where there is no
/// memory to post to it. The pool must outlive the operation; the lease may outlive the pool.
template <class Factory, class... Policies, class Token>
auto async_acquire(
    pool<Factory, Policies...>& from,
    timeout limit,
    Token&& token,
    std::source_location where = std::source_location::current()) {
    using lease = typename pool<Factory, Policies...>::lease;
    acquire_failure* const untold = nullptr;
    return boost::asio::async_initiate<Token, void(boost::system::error_code, lease)>(
        detail::begin_acquire<pool<Factory, Policies...>>{&from}, token, limit, untold, where);
}

/// The same; a failure is told in `told`, which must live until then.
template <class Factory, class... Policies, class Token>
auto async_acquire(
    pool<Factory, Policies...>& from,
    timeout limit,
    acquire_failure& told,
    Token&& token,
    std::source_location where = std::source_location::current()) {
    using lease = typename pool<Factory, Policies...>::lease;
    return boost::asio::async_initiate<Token, void(boost::system::error_code, lease)>(
        detail::begin_acquire<pool<Factory, Policies...>>{&from}, token, limit, &told, where);
}

namespace detail {

/// A lease that may have to be waited for. Apart from `co_acquire`, whose frame stays small so.
template <class Pool>
boost::asio::awaitable<typename Pool::lease>
wait_for_lease(Pool& from, timeout limit, std::source_location where) {
    acquire_failure told;
    auto [failed, lent] = co_await async_acquire(
        from, limit, told, boost::asio::as_tuple(boost::asio::use_awaitable), where);
    if (!failed) co_return std::move(lent);
    if (failed.category() == category()) throw acquire_error{std::move(told)};
    throw boost::system::system_error{failed};
}

} // namespace detail

/// The same for a coroutine, which goes on without a post, on its stack, where a resource is idle
/// and fit: a coroutine that never awaits anything else keeps its thread from all others. Throws
/// `acquire_error`, or `system_error` of `operation_aborted`.
template <class Factory, class... Policies>
boost::asio::awaitable<typename pool<Factory, Policies...>::lease> co_acquire(
    pool<Factory, Policies...>& from,
    timeout limit,
    std::source_location where = std::source_location::current()) {
    if (auto lent = detail::lend_at_once(from, where)) co_return lent;
    co_return co_await detail::wait_for_lease(from, limit, where);
}

} // namespace cenote
