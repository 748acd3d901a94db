#include <boost/asio.hpp>

#include <array>
#include <chrono>
#include <string>
#include <support/catch.hpp>
#include <support/proxy.hpp>
#include <support/timing.hpp>

namespace {

using namespace std::chrono_literals;
using test::direction;
using test::protocol;
using test::proxy;
namespace flow = test::flow;
namespace asio = boost::asio;
using asio::ip::tcp;

/// One end of a proxied connection, used as plainly as can be.
class peer {
public:
    explicit peer(tcp::socket socket)
        : socket_{std::move(socket)} {
        socket_.non_blocking(true);
    }

    void send(const std::string& text) { asio::write(socket_, asio::buffer(text)); }

    /// What has come by then; as many bytes as asked for return at once.
    std::string receive(std::size_t count, std::chrono::milliseconds limit = 10s) {
        std::string text;
        const auto until = std::chrono::steady_clock::now() + limit;
        while (text.size() < count && !error && std::chrono::steady_clock::now() < until) {
            std::array<char, 4096> part{};
            boost::system::error_code got;
            const auto size = socket_.receive(asio::buffer(part), 0, got);
            text.append(part.data(), size);
            if (got == asio::error::would_block)
                std::this_thread::sleep_for(1ms);
            else
                error = got;
        }
        return text;
    }

    /// Nothing comes; a while is enough to see what would.
    bool hears_nothing() { return receive(1, 60ms).empty() && !error; }

    /// How many bytes the kernel takes before it would have to wait for the other side.
    std::size_t stuff(std::size_t enough) {
        const std::string text(65'536, 'x');
        std::size_t sent = 0;
        boost::system::error_code full;
        auto moved = std::chrono::steady_clock::now();
        while (sent < enough && std::chrono::steady_clock::now() - moved < 500ms) {
            const auto size = socket_.send(asio::buffer(text), 0, full);
            sent += size;
            if (size > 0) moved = std::chrono::steady_clock::now();
        }
        return sent;
    }

    boost::system::error_code error{}; ///< What ended the last `receive`.

private:
    tcp::socket socket_;
};

/// A target with a proxy in front of it.
struct world {
    explicit world(protocol spoken = protocol::other)
        : between{target.local_endpoint().port(), spoken} {}

    tcp::socket dial() {
        tcp::socket one{context};
        one.connect({asio::ip::address_v4::loopback(), between.port()});
        return one;
    }

    /// Whether the kernel answers a connect, one way or the other, within the time.
    boost::system::error_code try_to_connect(std::chrono::milliseconds limit) {
        asio::io_context own;
        tcp::socket one{own};
        boost::system::error_code result = asio::error::timed_out;
        one.async_connect(
            {asio::ip::address_v4::loopback(), between.port()},
            [&](const auto& error) { result = error; });
        own.run_for(limit);
        return result;
    }

    asio::io_context context{};
    tcp::acceptor target{context, {asio::ip::address_v4::loopback(), 0}};
    proxy between;
};

/// The same with one connection through it.
struct connection : world {
    explicit connection(protocol spoken = protocol::other)
        : world{spoken} {}

    peer client{dial()};
    peer server{target.accept()};
};

constexpr auto big = std::size_t{32} << 20U;

TEST_CASE("a proxy passes bytes both ways and counts them") {
    connection c;
    c.client.send("question");
    CHECK(c.server.receive(8) == "question");
    c.server.send("answer");
    CHECK(c.client.receive(6) == "answer");
    const auto sum = c.between.counted();
    CHECK(sum.connections == 1);
    CHECK(sum.open == 1);
    CHECK(sum.to_server == 8);
    CHECK(sum.to_client == 6);
}

TEST_CASE("a proxy passes the end of a connection on") {
    connection c;
    {
        const peer gone{std::move(c.client)};
    }
    c.server.receive(1);
    CHECK(c.server.error == asio::error::eof);
    {
        const peer gone{std::move(c.server)};
    }
    CHECK(test::comes_true([&] { return c.between.counted().open == 0; }));
}

TEST_CASE("a delayed direction delivers late, and the other one does not") {
    connection c;
    c.between.set(direction::to_client, flow::delay{200ms});
    c.client.send("question");
    CHECK(c.server.receive(8) == "question");
    std::string got;
    CHECK(test::time_of([&] {
              c.server.send("answer");
              got = c.client.receive(6);
          }) >= 200ms);
    CHECK(got == "answer");
}

TEST_CASE("a dripping direction delivers so many bytes at a time") {
    connection c;
    c.between.set(direction::to_server, flow::drip{2, 20ms});
    std::string got;
    CHECK(test::time_of([&] {
              c.client.send("0123456789");
              got = c.server.receive(10);
          }) >= 80ms);
    CHECK(got == "0123456789");
}

TEST_CASE("a stalled direction takes all and delivers it when it moves again") {
    connection c;
    c.between.set(flow::stall{});
    c.client.send("question");
    CHECK(c.server.hears_nothing());
    CHECK(c.client.stuff(big) >= big);
    c.between.set(flow::pass{});
    CHECK(c.server.receive(8).substr(0, 8) == "question");
}

TEST_CASE("a stalled proxy still accepts") {
    world w;
    w.between.set(flow::stall{});
    peer client{w.dial()};
    peer server{w.target.accept()};
    server.send("greeting");
    CHECK(client.hears_nothing());
    w.between.set(flow::pass{});
    CHECK(client.receive(8) == "greeting");
}

TEST_CASE("a black hole takes no more than the kernel's buffers hold") {
    connection c;
    c.between.set(flow::black_hole{});
    CHECK(c.client.stuff(big) < big);
    CHECK(c.server.hears_nothing());
    c.between.set(flow::pass{});
    CHECK(c.server.receive(1).substr(0, 1) == "x");
}

TEST_CASE("a black hole does not answer connects") {
    world w;
    w.between.set(flow::black_hole{});
    CHECK(w.try_to_connect(300ms) == asio::error::timed_out);
    w.between.set(flow::pass{});
    CHECK_FALSE(w.try_to_connect(10s));
}

TEST_CASE("a refusing proxy refuses connects and keeps what it has") {
    connection c;
    c.between.refuse();
    CHECK(c.try_to_connect(10s) == asio::error::connection_refused);
    c.client.send("question");
    CHECK(c.server.receive(8) == "question");
    c.between.admit();
    CHECK_FALSE(c.try_to_connect(10s));
}

TEST_CASE("a reset reaches both sides as one") {
    connection c;
    c.between.reset();
    c.client.receive(1);
    CHECK(c.client.error == asio::error::connection_reset);
    c.server.receive(1);
    CHECK(c.server.error == asio::error::connection_reset);
    CHECK(test::comes_true([&] { return c.between.counted().open == 0; }));
}

TEST_CASE("a half-closed direction ends, and the other goes on") {
    connection c;
    c.between.half_close(direction::to_client);
    c.client.receive(1);
    CHECK(c.client.error == asio::error::eof);
    c.client.send("question");
    CHECK(c.server.receive(8) == "question");
}

TEST_CASE("a slow accept connects at once and reaches the server late") {
    world w;
    w.between.accept_after(200ms);
    const auto span = test::time_of([&] {
        peer client{w.dial()};
        peer server{w.target.accept()};
        server.send("greeting");
        CHECK(client.receive(8) == "greeting");
    });
    CHECK(span >= 200ms);
}

TEST_CASE("after PostgreSQL's login a proxy can fall silent") {
    connection c{protocol::postgresql};
    c.between.set(direction::to_client, flow::silent_after_login{});
    const std::string login{"R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I", 15};
    c.server.send(login + "T\0\0\0");
    CHECK(c.client.receive(login.size() + 1, 100ms) == login);
    c.between.set(flow::pass{});
    CHECK(c.client.receive(1) == "T");
}

TEST_CASE("after MySQL's login a proxy can fall silent") {
    connection c{protocol::mysql};
    c.between.set(direction::to_client, flow::silent_after_login{});
    const std::string greeting{"\x02\0\0\0\x0a\0", 6};
    const std::string ok{"\x01\0\0\x02\0", 5};
    c.server.send(greeting.substr(0, 3)); // in pieces, as the network may have it
    c.server.send(greeting.substr(3) + ok + "\x01");
    CHECK(c.client.receive(greeting.size() + ok.size() + 1, 100ms) == greeting + ok);
    c.between.set(flow::pass{});
    CHECK(c.client.receive(1) == "\x01");
}

TEST_CASE("a proxy whose target is gone resets what connects") {
    world w;
    w.target.close();
    peer client{w.dial()};
    client.receive(1);
    CHECK(client.error == asio::error::connection_reset);
}

} // namespace
