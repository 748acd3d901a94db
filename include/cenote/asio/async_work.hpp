#pragma once

#include <cenote/pool/access.hpp>

#include <cenote/asio/work_operation.hpp>

#include <boost/asio/async_result.hpp>

#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

namespace cenote {

namespace detail {

template <class Pool>
struct begin_work {
    Pool* whose;

    template <class Work, class Handler>
    void operator()(Handler&& given, std::shared_ptr<Work> work) const {
        auto& house = pool_access::house_of(*whose);
        using operation =
            work_operation<std::remove_reference_t<decltype(house)>, Work, std::decay_t<Handler>>;
        operation::make(std::decay_t<Handler>{std::forward<Handler>(given)}, house, std::move(work))
            ->begin();
    }
};

} // namespace detail

/// Has one of the pool's workers do blocking work, and completes, as `void(exception_ptr, result)`,
/// with what `work->run()` returned or threw. A cancellation of any type calls `work->cancel()`,
/// which should have `run` end soon; the handler is called when it has ended.
///
/// The handler is called on its associated executor, never inside this function. When the executor's
/// context is destroyed, so is the handler; the work is cancelled, and lives until it has ended.
template <class Pool, class Work, class Token>
auto async_work(Pool& whose, std::shared_ptr<Work> work, Token&& token) {
    using result = decltype(work->run());
    return boost::asio::async_initiate<Token, void(std::exception_ptr, result)>(
        detail::begin_work<Pool>{&whose}, token, std::move(work));
}

} // namespace cenote
