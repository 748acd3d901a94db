#include <cenote/policy/release.hpp>
#include <cenote/policy/validation.hpp>

#include <cenote/asio/acquire.hpp>
#include <cenote/asio/close.hpp>
#include <cenote/asio/upkeep.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <support/catch.hpp>
#include <utility>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using asio::use_awaitable;
using asio::ip::tcp;

namespace {

/// Echoes what it is sent, four bytes at a time, until it is told to end its connections, or to be
/// silent.
class echo_server {
public:
    explicit echo_server(asio::io_context& io)
        : door_{io, {asio::ip::address_v4::loopback(), 0}} {
        asio::co_spawn(io, accept(), [](const std::exception_ptr&) {});
    }

    [[nodiscard]] tcp::endpoint at() const { return door_.local_endpoint(); }

    void end_connections() {
        for (auto& one : clients_)
            one->close();
        clients_.clear();
    }

    void stop() {
        end_connections();
        door_.close();
    }

    bool is_silent = false;

private:
    asio::awaitable<void> accept() {
        for (;;) {
            clients_.push_back(
                std::make_shared<tcp::socket>(co_await door_.async_accept(use_awaitable)));
            asio::co_spawn(
                door_.get_executor(), echo(clients_.back()), [](const std::exception_ptr&) {});
        }
    }

    asio::awaitable<void> echo(std::shared_ptr<tcp::socket> client) {
        for (std::string four(4, ' ');;) {
            co_await asio::async_read(*client, asio::buffer(four), use_awaitable);
            if (!is_silent) co_await asio::async_write(*client, asio::buffer(four), use_awaitable);
        }
    }

    tcp::acceptor door_;
    std::vector<std::shared_ptr<tcp::socket>> clients_;
};

asio::awaitable<std::string> ask(tcp::socket& peer, std::string four) {
    co_await asio::async_write(peer, asio::buffer(four), use_awaitable);
    co_await asio::async_read(peer, asio::buffer(four), use_awaitable);
    co_return four;
}

/// What the client's factory was asked to do.
struct asked {
    int opened = 0, pinged = 0, reset = 0;
};

struct connector {
    asio::io_context::executor_type where;
    std::shared_ptr<tcp::endpoint> to;
    std::shared_ptr<asked> seen = std::make_shared<asked>();

    asio::io_context::executor_type get_executor() const noexcept { return where; }

    asio::awaitable<tcp::socket> open(deadline) {
        ++seen->opened;
        tcp::socket peer{where};
        co_await peer.async_connect(*to, use_awaitable);
        co_return peer;
    }

    asio::awaitable<bool> ping(tcp::socket& peer, deadline) {
        ++seen->pinged;
        co_return co_await ask(peer, "ping") == "ping";
    }

    asio::awaitable<void> reset(tcp::socket& peer, deadline) {
        ++seen->reset;
        co_await ask(peer, "rset");
    }
};

struct site {
    asio::io_context io;
    echo_server server{io};
    connector client{io.get_executor(), std::make_shared<tcp::endpoint>(server.at())};

    /// Runs the test's own coroutine to its end, and the server with it.
    void run(const std::function<asio::awaitable<void>()>& test) {
        std::exception_ptr failure;
        asio::co_spawn(io, test(), [&](const std::exception_ptr& failed) {
            failure = failed;
            server.stop();
        });
        io.run();
        if (failure) std::rethrow_exception(failure);
    }
};

const validation::always<> proven{probe::ping{.timeout = 100ms}};

} // namespace

TEST_CASE("A connection is opened, proven and cleaned by awaiting", "[asio][native]") {
    site s;
    cenote::pool p{s.client, limits{.max_size = 1}, proven, release::reset{}};
    s.run([&]() -> asio::awaitable<void> {
        for (int i = 0; i < 3; ++i) {
            auto lease = co_await async_acquire(p, 5s, use_awaitable);
            CHECK(co_await ask(*lease, "abcd") == "abcd");
        }
        CHECK((co_await async_close(p, 5s, use_awaitable)).complete());
    });
    CHECK(s.client.seen->opened == 1);
    CHECK(s.client.seen->pinged == 2);
    CHECK(s.client.seen->reset == 3);
}

TEST_CASE("A connection that the server has ended is replaced", "[asio][native]") {
    site s;
    cenote::pool p{s.client, limits{.max_size = 1}, proven};
    s.run([&]() -> asio::awaitable<void> {
        {
            auto lease = co_await async_acquire(p, 5s, use_awaitable);
        }
        s.server.end_connections();
        auto lease = co_await async_acquire(p, 5s, use_awaitable);
        CHECK(co_await ask(*lease, "abcd") == "abcd");
    });
    CHECK(s.client.seen->opened == 2);
    CHECK(p.stats().now.leased == 0);
}

TEST_CASE("A proof that is not answered is cut off at its timeout", "[asio][native]") {
    site s;
    cenote::pool p{s.client, limits{.max_size = 1}, proven};
    s.run([&]() -> asio::awaitable<void> {
        {
            auto lease = co_await async_acquire(p, 5s, use_awaitable);
        }
        s.server.is_silent = true;
        auto lease = co_await async_acquire(p, 5s, use_awaitable); // a new one needs no proof
        CHECK(lease);
    });
    CHECK(p.stats().since.closed_by[static_cast<std::size_t>(close_cause::found_dead)] == 1);
}

TEST_CASE("Opening that is refused fails with its cause", "[asio][native]") {
    site s;
    {
        tcp::acceptor gone{s.io, {asio::ip::address_v4::loopback(), 0}};
        *s.client.to = gone.local_endpoint();
    }
    cenote::pool p{s.client, limits{.max_size = 1}};
    s.run([&]() -> asio::awaitable<void> {
        try {
            static_cast<void>(co_await co_acquire(p, 5s));
            FAIL("nobody listens there");
        } catch (const acquire_error& e) {
            CHECK(e.code() == errc::open_failed);
            CHECK(std::string{e.what()}.find("refused") != std::string::npos);
        }
    });
    CHECK(p.stats().now.open + p.stats().now.opening == 0);
}

TEST_CASE("Upkeep on an executor opens what must be idle, and proves it", "[asio][native]") {
    site s;
    cenote::pool p{
        s.client,
        limits{.min_idle = 2, .max_size = 3},
        proven,
        upkeep::on{s.io.get_executor(), {.interval = 5ms, .keepalive = 0s}}};
    s.run([&]() -> asio::awaitable<void> {
        asio::steady_timer soon{s.io};
        while (s.client.seen->pinged < 4) {
            soon.expires_after(1ms);
            co_await soon.async_wait(use_awaitable);
        }
        CHECK(p.stats().now.open == 2);
        CHECK((co_await async_close(p, 5s, use_awaitable)).complete());
    });
}

TEST_CASE("A pool and its connections outlive the context they were awaited on", "[asio][native]") {
    auto s = std::make_unique<site>();
    auto p = std::make_unique<cenote::pool<connector, validation::always<>, release::reset>>(
        s->client, limits{.max_size = 2}, proven, release::reset{});
    int called = 0;
    async_acquire(*p, 5s, asio::bind_executor(s->io, [&](auto, auto) { ++called; }));
    s->io.poll_one(); // it is being opened
    SECTION("the context goes first") {
        s.reset();
        CHECK(p->stats().now.opening == 0);
    }
    SECTION("the pool goes first") {
        p.reset();
        s->server.stop();
        s.reset();
    }
    CHECK(called == 0);
}
