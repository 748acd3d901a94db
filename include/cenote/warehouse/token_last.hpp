#pragma once

#include <cstddef>
#include <tuple>
#include <utility>

namespace cenote::detail {

/// Calls `f(last, others...)`: a completion token comes after a query's arguments.
template <class F, class... Given>
decltype(auto) token_last(F&& f, Given&&... given) {
    static_assert(
        sizeof...(Given) > 0,
        "[cenote] asynchronous query: pass a completion token after the arguments, such as "
        "boost::asio::use_awaitable.");
    auto all = std::forward_as_tuple(std::forward<Given>(given)...);
    constexpr std::size_t last = sizeof...(Given) - 1;
    return [&]<std::size_t... I>(std::index_sequence<I...>) -> decltype(auto) {
        return std::forward<F>(f)(std::get<last>(std::move(all)), std::get<I>(std::move(all))...);
    }(std::make_index_sequence<last>{});
}

} // namespace cenote::detail
