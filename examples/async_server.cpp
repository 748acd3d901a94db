// A server that answers from a database. One thread runs all connections, as coroutines; no query
// ever runs on it. Each line a client sends is a number, and the answer comes in one line.
#include <cenote/asio.hpp>
#include <cenote/db/sqlite3.hpp>
#include <cenote/warehouse.hpp>
#include <cenote/warehouse/async.hpp>

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include <iostream>
#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

namespace {

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

struct server {
    cenote::warehouse<cenote::db::sqlite3> shop{"server.db"};
    asio::io_context io{1};
    tcp::acceptor door{io, {asio::ip::address_v4::loopback(), 0}};
    asio::steady_timer stop{io, asio::steady_timer::time_point::max()};
};

// It stands for a report: the larger the number, the longer it takes.
constexpr auto report = "with recursive n(i) as (select 1 union all select i + 1 from n where "
                        "i < :last) select sum(i) from n";

asio::awaitable<std::string> answer(server& its, long long last) {
    try {
        const auto sum = co_await cenote::async_execute_query<long long>(
            its.shop, cenote::within(500ms), report, last, asio::use_awaitable);
        co_return std::to_string(sum.front());
    } catch (const cenote::query_error& e) { // its what() has the SQL: it is for our log
        co_return "no answer: " + std::string{to_string(e.kind())};
    } catch (const cenote::acquire_error& e) {
        co_return "no connection: " + e.code().message();
    }
}

asio::awaitable<int> count_visit(server& its) {
    auto visit = [](soci::session& on) {
        soci::transaction all{on};
        int visits = 0;
        on << "insert into visit default values";
        on << "select count(*) from visit", soci::into(visits);
        all.commit();
        return visits;
    };
    co_return co_await cenote::async_with_connection(its.shop, visit, asio::use_awaitable);
}

asio::awaitable<void> serve(server& its, tcp::socket client) {
    std::cout << "server: visit " << co_await count_visit(its) << '\n';
    std::string input;
    for (;;) {
        // A connection rests here, and the end of the server finds it here.
        const auto line = co_await (
            asio::async_read_until(client, asio::dynamic_buffer(input), '\n', as_tuple) ||
            its.stop.async_wait(as_tuple));
        if (line.index() == 1 || std::get<0>(std::get<0>(line))) co_return;
        const long long last = std::stoll(input);
        input.clear();

        // A client that can be read from before it was answered has gone. What ends first cancels
        // the other: the database stops, and the connection to it lives on.
        const auto first = co_await (
            answer(its, last) || client.async_wait(tcp::socket::wait_read, asio::use_awaitable));
        if (first.index() == 1) {
            std::cout << "server: a client has gone, and its query with it\n";
            co_return;
        }
        const std::string text = std::get<0>(first) + '\n';
        co_await asio::async_write(client, asio::buffer(text), asio::use_awaitable);
    }
}

asio::awaitable<void> listen(server& its) {
    for (;;) {
        auto [failed, client] = co_await its.door.async_accept(as_tuple);
        if (failed) co_return;
        asio::co_spawn(its.io, serve(its, std::move(client)), asio::detached);
    }
}

asio::awaitable<void> wait(asio::steady_timer::duration span) {
    asio::steady_timer timer{co_await asio::this_coro::executor, span};
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> ask(tcp::endpoint where, std::string number) {
    tcp::socket to{co_await asio::this_coro::executor};
    co_await to.async_connect(where, asio::use_awaitable);
    co_await asio::async_write(to, asio::buffer(number + '\n'), asio::use_awaitable);
    std::string got;
    co_await asio::async_read_until(to, asio::dynamic_buffer(got), '\n', asio::use_awaitable);
    std::cout << "client: " << number << " -> " << got;
}

asio::awaitable<void> day(server& its) {
    const auto where = its.door.local_endpoint();
    co_await ask(where, "1000");
    co_await ask(where, "1000000000000");                  // longer than a request may take
    co_await (ask(where, "1000000000000") || wait(100ms)); // leaves before it is answered
    asio::co_spawn(its.io, ask(where, "100000"), asio::detached);
    co_await wait(10ms);

    // Nobody is let in any more; who has asked is answered; then the database is let go of.
    its.door.close();
    its.stop.expires_at(asio::steady_timer::time_point::min());
    const auto left = co_await cenote::async_close(its.shop.pool(), 2s, asio::use_awaitable);
    std::cout << "server: closed, " << left.still_out.size() << " connections still out\n";
}

} // namespace

int main() {
    server its;
    its.shop.execute_query("drop table if exists visit");
    its.shop.execute_query("create table visit (id integer primary key)");
    asio::co_spawn(its.io, listen(its), asio::detached);
    asio::co_spawn(its.io, day(its), [](const std::exception_ptr& failed) {
        if (failed) std::rethrow_exception(failed);
    });
    its.io.run(); // ends when nothing is left to do
    const auto counted = its.shop.stats();
    std::cout << counted.queries << " queries over " << counted.pool.since.opened
              << " connections\n";
}
