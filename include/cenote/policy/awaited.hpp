#pragma once

#include <cenote/base/time.hpp>

#include <utility>

namespace cenote {

/// What a coroutine of Boost.Asio returns, `boost::asio::awaitable<T>`, or one like it.
template <class T>
concept awaitable = requires {
    typename T::value_type;
    typename T::executor_type;
};

namespace detail {

template <class T>
struct awaited {
    using type = T;
};

template <awaitable T>
struct awaited<T> {
    using type = typename T::value_type;
};

} // namespace detail

/// What awaiting a `T` gives; `T` itself where there is nothing to await.
template <class T>
using awaited_t = typename detail::awaited<T>::type;

/// A factory whose `open` returns an awaitable.
template <class Factory>
concept opens_by_awaiting =
    awaitable<decltype(std::declval<Factory&>().open(std::declval<deadline>()))>;

} // namespace cenote
