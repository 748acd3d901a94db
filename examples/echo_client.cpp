// A pool of TCP connections whose opening, proving and cleaning are awaited: there is no thread but
// the one that runs Asio. The server keeps ending connections, and no request is lost to that.

#include <cenote/asio/acquire.hpp>
#include <cenote/asio/close.hpp>
#include <cenote/asio/upkeep.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <string>

namespace asio = boost::asio;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

/// Sends a line and returns the line that comes back.
asio::awaitable<std::string> ask(tcp::socket& peer, std::string line) {
    line += '\n';
    co_await asio::async_write(peer, asio::buffer(line), use_awaitable);
    std::string answer;
    co_await asio::async_read_until(peer, asio::dynamic_buffer(answer), '\n', use_awaitable);
    answer.pop_back();
    co_return answer;
}

/// Opens connections to the server, and finds out whether one still lives.
struct connector {
    asio::io_context::executor_type where;
    tcp::endpoint server;

    asio::io_context::executor_type get_executor() const noexcept { return where; }

    asio::awaitable<tcp::socket> open(cenote::deadline) {
        tcp::socket opened{where};
        co_await opened.async_connect(server, use_awaitable);
        co_return opened;
    }

    asio::awaitable<bool> ping(tcp::socket& peer, cenote::deadline) {
        co_return co_await ask(peer, "ping") == "ping";
    }
};

/// Echoes lines, and hangs up after three.
asio::awaitable<void> echo(tcp::socket client) {
    std::string line;
    for (int lines = 0; lines < 3; ++lines) {
        const auto size = co_await asio::async_read_until(
            client, asio::dynamic_buffer(line), '\n', use_awaitable);
        co_await asio::async_write(client, asio::buffer(line, size), use_awaitable);
        line.erase(0, size);
    }
}

asio::awaitable<void> serve(tcp::acceptor& door) {
    for (;;) {
        auto client = co_await door.async_accept(use_awaitable);
        asio::co_spawn(door.get_executor(), echo(std::move(client)), asio::detached);
    }
}

template <class Pool>
asio::awaitable<void> talk(Pool& connections, tcp::acceptor& door) {
    for (int i = 0; i < 9; ++i) {
        auto connection = co_await cenote::async_acquire(connections, 3s, use_awaitable);
        std::cout << co_await ask(*connection, "hello " + std::to_string(i)) << '\n';
    } // given back: the next caller's ping finds out whether the server has hung up
    co_await cenote::async_close(connections, 1s, use_awaitable);
    door.close();
}

} // namespace

int main() {
    asio::io_context io;
    tcp::acceptor door{io, {asio::ip::address_v4::loopback(), 0}};
    cenote::pool connections{
        connector{io.get_executor(), door.local_endpoint()},
        cenote::limits{.min_idle = 1, .max_size = 4},
        cenote::validation::always{cenote::probe::ping{.timeout = 1s}},
        cenote::upkeep::on{io.get_executor(), {.interval = 1s, .keepalive = 5s}},
    };

    asio::co_spawn(io, serve(door), asio::detached);
    asio::co_spawn(io, talk(connections, door), [](const std::exception_ptr& failed) {
        if (failed) std::rethrow_exception(failed);
    });
    io.run();

    const auto counted = connections.stats().since;
    std::cout << counted.opened << " connections, " << counted.proofs << " pings\n";
}
