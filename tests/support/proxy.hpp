#pragma once

#include <boost/asio.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <random>
#include <support/proxy/flow.hpp>
#include <support/proxy/link.hpp>
#include <support/proxy/login.hpp>
#include <thread>
#include <utility>
#include <vector>

namespace test {

/// A TCP proxy on 127.0.0.1 that misbehaves as it is told, also while connections are open.
///
/// Thread-safety: every function, from any thread. What a function asks for holds when it returns.
class proxy {
    using tcp = asio::ip::tcp;
    using milliseconds = std::chrono::milliseconds;

public:
    /// What has gone through it so far.
    struct totals {
        std::uint64_t connections{}; ///< Accepted.
        std::size_t open{};          ///< Of those, still there.
        std::uint64_t to_server{};   ///< Bytes delivered.
        std::uint64_t to_client{};
    };

    /// Stands in front of a port of 127.0.0.1.
    explicit proxy(unsigned short target, protocol spoken = protocol::other)
        : target_{asio::ip::address_v4::loopback(), target}
        , spoken_{spoken}
        , here_{free_endpoint()} {
        on_its_thread([this] {
            listen();
            asio::co_spawn(context_, serve(), asio::detached);
        });
    }

    proxy(const proxy&) = delete;
    proxy& operator=(const proxy&) = delete;

    /// Ends what is open with an RST.
    ~proxy() {
        on_its_thread([this] {
            unlisten();
            reset_all();
        });
        context_.stop();
    }

    [[nodiscard]] unsigned short port() const noexcept { return here_.port(); }

    /// Changes what happens to the bytes of one direction, or of both.
    void set(direction where, flow::any how) {
        on_its_thread([&] {
            traffic_.how[static_cast<std::size_t>(where)] = how;
            changed();
        });
    }

    void set(flow::any how) {
        on_its_thread([&] {
            traffic_.how = {how, how};
            changed();
        });
    }

    /// Lets new connections wait that long for their first byte.
    void accept_after(milliseconds span) {
        on_its_thread([&] { accept_delay_ = span; });
    }

    /// From now on connects are refused, by the kernel: nobody listens.
    void refuse() {
        on_its_thread([this] { unlisten(); });
    }

    /// The end of `refuse`.
    void admit() {
        on_its_thread([this] {
            if (!acceptor_.is_open()) listen();
        });
    }

    /// Ends all connections with an RST on both sides.
    void reset() {
        on_its_thread([this] { reset_all(); });
    }

    /// Ends one direction of all connections with a FIN.
    void half_close(direction where) {
        on_its_thread([&] { for_each_link([&](link& one) { one.half_close(where); }); });
    }

    [[nodiscard]] totals counted() {
        totals sum;
        on_its_thread([&] {
            sum = {
                .connections = accepted_,
                .to_server = traffic_.bytes[0],
                .to_client = traffic_.bytes[1]};
            for_each_link([&](link&) { ++sum.open; });
        });
        return sum;
    }

private:
    template <class F>
    void on_its_thread(F f) {
        asio::post(context_, std::packaged_task<void()>{f}).get();
    }

    // Below the ports of outgoing connections: a connect to a port of those may meet itself, and
    // what should be refused would succeed.
    static tcp::endpoint free_endpoint() {
        asio::io_context context;
        for (std::random_device dice;;) {
            const auto port = std::uniform_int_distribution<unsigned short>{10'000, 19'999}(dice);
            const tcp::endpoint wanted{asio::ip::address_v4::loopback(), port};
            tcp::acceptor trial{context, tcp::v4()};
            boost::system::error_code taken;
            trial.bind(wanted, taken);
            if (!taken) return wanted;
        }
    }

    void listen() {
        acceptor_.open(tcp::v4());
        acceptor_.set_option(tcp::acceptor::reuse_address{true});
        acceptor_.bind(here_);
        changed();
    }

    void unlisten() {
        plug_.reset();
        acceptor_.close();
    }

    void changed() {
        for_each_link([](link& one) { one.flow_changed(); });
        if (!acceptor_.is_open()) return;
        if (is_black_hole())
            fall_silent();
        else
            answer();
    }

    [[nodiscard]] bool is_black_hole() const noexcept {
        return flow::is<flow::black_hole>(traffic_.how[0]) ||
               flow::is<flow::black_hole>(traffic_.how[1]);
    }

    // A queue without room whose one place is taken: the kernel drops what would connect.
    void fall_silent() {
        if (plug_) return;
        acceptor_.cancel();
        acceptor_.listen(0);
        plug_.emplace(context_);
        plug_->async_connect(here_, asio::detached);
    }

    void answer() {
        acceptor_.listen(128);
        plug_.reset();
        answering_.cancel();
    }

    asio::awaitable<void> serve() {
        for (;;) {
            if (!acceptor_.is_open() || plug_) {
                answering_.expires_at(stream::clock::time_point::max());
                co_await answering_.async_wait(asio::as_tuple(asio::use_awaitable));
                continue;
            }
            auto [error, client] =
                co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
            if (error || is_empty(client)) continue;
            ++accepted_;
            const auto made = std::make_shared<link>(std::move(client), traffic_, spoken_);
            links_.push_back(made);
            made->start(target_, accept_delay_);
        }
    }

    // The plug, or somebody else who did not stay.
    static bool is_empty(tcp::socket& one) {
        boost::system::error_code error;
        char byte{};
        one.non_blocking(true, error);
        one.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
        return error != asio::error::would_block && error.failed();
    }

    template <class F>
    void for_each_link(F f) {
        std::erase_if(links_, [](const auto& one) { return one.expired(); });
        const auto links = links_;
        for (const auto& one : links)
            if (const auto alive = one.lock()) f(*alive);
    }

    void reset_all() {
        for_each_link([](link& one) { one.reset(); });
    }

    asio::io_context context_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_{context_.get_executor()};
    tcp::endpoint target_;
    protocol spoken_;
    tcp::endpoint here_;
    tcp::acceptor acceptor_{context_};
    asio::steady_timer answering_{context_};
    std::optional<tcp::socket> plug_{};
    traffic traffic_{};
    std::vector<std::weak_ptr<link>> links_{};
    std::uint64_t accepted_ = 0;
    milliseconds accept_delay_{0};
    std::jthread thread_{[this] { context_.run(); }}; // last: it uses all of the above
};

} // namespace test
