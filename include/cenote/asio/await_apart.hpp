#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/awaited.hpp>

#include <cenote/asio/surely.hpp>
#include <cenote/asio/time_out.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/strand.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace cenote {

namespace detail {

/// A function that awaits what `begin()` returns. It does so in an optional, since not everything
/// can be made of nothing, which is what a failure is handed over with.
template <class Begin>
auto awaiting(Begin begin) {
    using result = awaited_t<std::invoke_result_t<Begin&>>;
    if constexpr (std::is_void_v<result>)
        return [begin = std::move(begin)]() mutable -> boost::asio::awaitable<void> {
            co_await begin();
        };
    else
        return
            [begin = std::move(begin)]() mutable -> boost::asio::awaitable<std::optional<result>> {
                co_return co_await begin();
            };
}

} // namespace detail

/// Awaits what `begin()` returns, on the factory's executor, and calls `done(failed, result...)`
/// there; at `until` it is cancelled, and ends by what it throws then. `done` is called exactly once:
/// with `operation_aborted`, on any thread, if the executor's context goes first. The house stands
/// until then.
template <class House, class Begin, class Done>
void await_apart(House& house, deadline until, Begin begin, Done done) noexcept {
    house.write([](auto& b) { ++b.staff.threads; });
    surely last{[&house, done = std::move(done)](
                    const std::exception_ptr& failed, auto&&... value) mutable {
        done(failed, std::forward<decltype(value)>(value)...);
        house.leave();
    }};
    try {
        // What is awaited and what cancels it must not run at once.
        const auto strand = boost::asio::make_strand(house.factory().get_executor());
        auto limit = time_out::begin(strand, until);
        auto end = [last = std::move(last),
                    limit](const std::exception_ptr& failed, auto&&... value) mutable {
            limit->end();
            if (failed)
                last.call(failed);
            else
                last.call(nullptr, *std::forward<decltype(value)>(value)...);
        };
        boost::asio::co_spawn(
            strand,
            detail::awaiting(std::move(begin)),
            boost::asio::bind_cancellation_slot(limit->slot(), std::move(end)));
    } catch (...) { // no memory: `last` says so as it goes
    }
}

} // namespace cenote
