// A million rows, sent to a client that reads slowly. The database is asked for the next rows when
// the last ones have been sent: memory holds one batch, however slow the client is.
#include <cenote/asio.hpp>
#include <cenote/db/sqlite3.hpp>
#include <cenote/warehouse.hpp>
#include <cenote/warehouse/async_stream.hpp>

#include <boost/asio.hpp>

#include <algorithm>
#include <iostream>
#include <string>

namespace asio = boost::asio;
using asio::local::stream_protocol;
using namespace std::chrono_literals;
using warehouse = cenote::warehouse<cenote::db::sqlite3>;

namespace {

constexpr auto numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where "
                         "i < :last) select i from n";

asio::awaitable<void> send_all(warehouse& shop, stream_protocol::socket& to, int& sent) {
    auto stream = cenote::async_stream<int>(shop, {.batch = 500}, numbers, 1'000'000);
    for (;;) {
        const auto batch = co_await stream.async_next(asio::use_awaitable);
        if (batch.empty()) co_return;
        std::string text;
        for (const int number : batch)
            text += std::to_string(number) + '\n';
        // Ends when the client's buffer has room: no row is read before that.
        co_await asio::async_write(to, asio::buffer(text), asio::use_awaitable);
        sent += static_cast<int>(batch.size());
    }
} // what is left of the stream is given up, and its connection given back

asio::awaitable<void> read_slowly(stream_protocol::socket& from, const int& sent) {
    asio::steady_timer pause{co_await asio::this_coro::executor};
    std::string page(10'000, '\0');
    for (int i = 1; i <= 5; ++i) {
        pause.expires_after(20ms);
        co_await pause.async_wait(asio::use_awaitable);
        const auto size = co_await asio::async_read(from, asio::buffer(page), asio::use_awaitable);
        const auto read = std::count(page.begin(), page.end(), '\n');
        std::cout << "page " << i << ": " << read << " rows in " << size << " bytes; " << sent
                  << " rows sent so far\n";
    }
    from.close(); // it has seen enough: the next write fails, which ends the stream
}

} // namespace

int main() {
    warehouse shop{"stream.db"};
    asio::io_context io;
    stream_protocol::socket here{io};
    stream_protocol::socket there{io};
    asio::local::connect_pair(here, there);
    here.set_option(asio::socket_base::send_buffer_size{32 * 1024});

    int sent = 0;
    asio::co_spawn(io, send_all(shop, here, sent), [&](const std::exception_ptr& failed) {
        std::cout << (failed ? "the client has left" : "all is sent") << " after " << sent
                  << " rows\n";
    });
    asio::co_spawn(io, read_slowly(there, sent), asio::detached);
    io.run();

    const auto report = shop.close(2s);
    std::cout << (report.complete() ? "every connection is home\n" : "something is still out\n");
}
