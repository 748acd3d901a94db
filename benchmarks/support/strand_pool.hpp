#pragma once

#include "dummies.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

namespace bench {

/// The pool that everybody writes first with Asio: a strand, a queue, and a timer that never goes
/// off in place of a condition variable.
class strand_pool {
public:
    strand_pool(boost::asio::any_io_executor on, std::size_t size)
        : strand_{boost::asio::make_strand(std::move(on))}
        , came_back_{strand_, boost::asio::steady_timer::time_point::max()}
        , all_(size) {
        for (auto& one : all_)
            idle_.push_back(&one);
    }

    [[nodiscard]] boost::asio::awaitable<dummy*> take() {
        return boost::asio::co_spawn(strand_, take_there(), boost::asio::use_awaitable);
    }

    void put(dummy* one) {
        boost::asio::post(strand_, [this, one] {
            idle_.push_back(one);
            came_back_.cancel_one();
        });
    }

private:
    boost::asio::awaitable<dummy*> take_there() {
        namespace asio = boost::asio;
        while (idle_.empty())
            co_await came_back_.async_wait(asio::as_tuple(asio::use_awaitable));
        auto* one = idle_.front();
        idle_.pop_front();
        co_return one;
    }

    boost::asio::strand<boost::asio::any_io_executor> strand_; ///< Guards all below.
    boost::asio::steady_timer came_back_;
    std::vector<dummy> all_;
    std::deque<dummy*> idle_;
};

} // namespace bench
