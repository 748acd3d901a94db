#pragma once

#include "dummies.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace bench {

/// A channel of Asio that has room for all: who takes receives, who puts sends.
class channel_pool {
public:
    channel_pool(boost::asio::any_io_executor on, std::size_t size)
        : all_(size)
        , idle_{std::move(on), size} {
        for (auto& one : all_)
            put(&one);
    }

    [[nodiscard]] auto take() { return idle_.async_receive(boost::asio::use_awaitable); }

    void put(dummy* one) { idle_.try_send(boost::system::error_code{}, one); }

private:
    std::vector<dummy> all_;
    boost::asio::experimental::concurrent_channel<void(boost::system::error_code, dummy*)> idle_;
};

} // namespace bench
