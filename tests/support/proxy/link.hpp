#pragma once

#include <boost/asio.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <support/proxy/flow.hpp>
#include <support/proxy/login.hpp>
#include <support/proxy/stream.hpp>
#include <utility>

namespace test {

namespace asio = boost::asio;

/// The directions of a proxied connection.
enum class direction : unsigned char { to_server, to_client };

/// What holds for all connections of a proxy, by direction.
struct traffic {
    std::array<flow::any, 2> how{};
    std::array<std::uint64_t, 2> bytes{}; ///< Delivered so far.
};

/// One proxied connection. Lives as long as something is under way on it.
///
/// Thread-safety: none; all of it runs on the proxy's thread.
class link : public std::enable_shared_from_this<link> {
    using socket = asio::ip::tcp::socket;

public:
    link(socket client, traffic& all, protocol spoken)
        : client_{std::move(client)}
        , server_{client_.get_executor()}
        , halves_{
              half{client_, server_, {all.how[0], protocol::other}, all.bytes[0]},
              half{server_, client_, {all.how[1], spoken}, all.bytes[1]}} {}

    /// Connects to the server, that much later, and begins to pass bytes.
    void start(asio::ip::tcp::endpoint target, std::chrono::milliseconds delay) {
        asio::co_spawn(
            client_.get_executor(), connect(shared_from_this(), target, delay), asio::detached);
    }

    /// Has what is under way looked at again. What an operation had moved is not lost.
    void flow_changed() {
        if (connected_ && is_open()) {
            client_.cancel();
            server_.cancel();
        }
        for (auto& one : halves_) {
            one.news.cancel();
            one.change.cancel();
        }
    }

    /// Ends it with an RST on both sides.
    void reset() {
        for (socket* one : {&client_, &server_}) {
            boost::system::error_code ignored;
            one->set_option(asio::socket_base::linger{true, 0}, ignored);
            one->close(ignored);
        }
        flow_changed();
    }

    /// Ends one direction with a FIN; the other goes on.
    void half_close(direction where) {
        boost::system::error_code ignored;
        halves_[static_cast<std::size_t>(where)].to.shutdown(socket::shutdown_send, ignored);
    }

private:
    struct half {
        half(socket& sender, socket& receiver, stream flowing, std::uint64_t& counter)
            : from{sender}
            , to{receiver}
            , under_way{std::move(flowing)}
            , bytes{counter}
            , news{sender.get_executor()}
            , change{sender.get_executor()} {}

        socket& from;
        socket& to;
        stream under_way;
        std::uint64_t& bytes;
        asio::steady_timer news;   // its writer waits for it: something has come, or changed
        asio::steady_timer change; // its reader waits for it: it may read again, perhaps
    };

    static constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);

    static asio::awaitable<void> wait(asio::steady_timer& until, stream::clock::time_point at) {
        until.expires_at(at);
        co_await until.async_wait(no_throw);
    }

    // Each holds `self`, and so the link lives until the last one has ended.
    static asio::awaitable<void> connect(
        std::shared_ptr<link> self,
        asio::ip::tcp::endpoint target,
        std::chrono::milliseconds delay) {
        const auto on = self->client_.get_executor();
        asio::steady_timer late{on, delay};
        co_await late.async_wait(no_throw);
        if (!self->is_open()) co_return;
        const auto [refused] = co_await self->server_.async_connect(target, no_throw);
        self->connected_ = true;
        if (refused) self->reset();
        for (auto& one : self->halves_) {
            asio::co_spawn(on, read(self, one), asio::detached);
            asio::co_spawn(on, write(self, one), asio::detached);
        }
    }

    static asio::awaitable<void> read(std::shared_ptr<link> self, half& one) {
        std::array<char, 16'384> buffer{};
        while (self->is_open()) {
            if (!one.under_way.reads()) {
                co_await wait(one.change, stream::clock::time_point::max());
                continue;
            }
            const auto [error, size] =
                co_await one.from.async_read_some(asio::buffer(buffer), no_throw);
            if (size > 0) one.under_way.arrived(std::string{buffer.data(), size});
            const bool ended = error && error != asio::error::operation_aborted;
            if (ended) one.under_way.ended(error == asio::error::eof);
            one.news.cancel();
            if (ended) co_return;
        }
    }

    static asio::awaitable<void> write(std::shared_ptr<link> self, half& one) {
        auto& flowing = one.under_way;
        while (self->is_open() && !flowing.is_over() && !flowing.is_broken()) {
            const auto next = flowing.next(stream::clock::now());
            if (next.bytes == 0) {
                co_await wait(one.news, next.again);
                continue;
            }
            const auto part = asio::buffer(flowing.front(), next.bytes);
            const auto [error, size] = co_await one.to.async_write_some(part, no_throw);
            if (size > 0) flowing.written(size);
            one.bytes += size;
            if (error && error != asio::error::operation_aborted) self->reset();
        }
        boost::system::error_code ignored;
        if (flowing.is_broken()) self->reset();
        one.to.shutdown(socket::shutdown_send, ignored);
    }

    [[nodiscard]] bool is_open() const { return client_.is_open(); }

    socket client_;
    socket server_;
    bool connected_ = false;
    std::array<half, 2> halves_;
};

} // namespace test
