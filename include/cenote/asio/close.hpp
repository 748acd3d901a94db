#pragma once

#include <cenote/base/timeout.hpp>

#include <cenote/pool.hpp>
#include <cenote/pool/access.hpp>
#include <cenote/pool/close_report.hpp>

#include <cenote/asio/closing.hpp>
#include <cenote/asio/handled.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <type_traits>
#include <utility>

namespace cenote {

namespace detail {

/// An awaited close with its handler.
template <class House, class Handler>
class close_operation final
    : public handled<closing_operation<House>, Handler, close_operation<House, Handler>> {
    using base = handled<closing_operation<House>, Handler, close_operation>;

public:
    using base::base;

private:
    void complete() override {
        boost::system::error_code why;
        if (this->was_cancelled()) why = boost::asio::error::operation_aborted;
        this->hand_over(why, this->report());
    }
};

template <class Pool>
struct begin_close {
    Pool* whose;

    template <class Handler>
    void operator()(Handler&& given, timeout limit) const {
        auto& house = pool_access::house_of(*whose);
        using operation =
            close_operation<std::remove_reference_t<decltype(house)>, std::decay_t<Handler>>;
        const deadline until = limit.from([&house] { return house.now(); });
        operation::make(std::decay_t<Handler>{std::forward<Handler>(given)}, house, until)->begin();
    }
};

} // namespace detail

/// `pool::close`, awaited: admits nobody any more, has who waits fail (`errc::closed`), closes what is
/// idle, and completes with `void(error_code, close_report)` when all that is out has come home or
/// `limit` is over; the report tells what is still out then. A cancellation of any type ends the wait,
/// with `operation_aborted`; the pool stays closed.
///
/// The handler is called on its associated executor, never inside this function.
template <class Factory, class... Policies, class Token>
auto async_close(pool<Factory, Policies...>& whose, timeout limit, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, close_report)>(
        detail::begin_close<pool<Factory, Policies...>>{&whose}, token, limit);
}

} // namespace cenote
