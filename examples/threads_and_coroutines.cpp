// Threads that block and coroutines that await, on one warehouse and in one queue: whoever comes
// first is served first, whichever kind it is.
#include <cenote/asio.hpp>
#include <cenote/db/sqlite3.hpp>
#include <cenote/warehouse.hpp>
#include <cenote/warehouse/async.hpp>

#include <boost/asio.hpp>

#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
using namespace std::chrono_literals;
using warehouse = cenote::warehouse<cenote::db::sqlite3>;

namespace {

constexpr auto sign = "insert into guests (name) values (:name)";

// As ever: the thread sleeps until there is a connection, and until the answer is there.
void in_a_thread(warehouse& shop, const std::string& who) {
    shop.execute_query(cenote::within(5s), sign, "thread " + who);
}

// No thread waits for the connection; then a worker of the pool's sends the query.
asio::awaitable<void> in_a_coroutine(warehouse& shop, std::string who) {
    co_await cenote::async_execute_query(
        shop, cenote::within(5s), sign, "coroutine " + who, asio::use_awaitable);
}

// Until so many wait: that they come one after the other is what makes an order.
void until_waiting(warehouse& shop, std::size_t number) {
    while (shop.stats().pool.now.waiting < number)
        std::this_thread::sleep_for(1ms);
}

} // namespace

int main() {
    warehouse shop{"guests.db", {.max_size = 1}};
    shop.execute_query("drop table if exists guests");
    shop.execute_query("create table guests (number integer primary key, name text)");

    asio::thread_pool io{2};
    std::vector<std::jthread> threads;
    {
        const auto only = shop.connection();
        std::size_t waiting = 0;
        for (const std::string who : {"ada", "bob"}) {
            threads.emplace_back([&shop, who] { in_a_thread(shop, who); });
            until_waiting(shop, ++waiting);
            asio::co_spawn(io, in_a_coroutine(shop, who), asio::detached);
            until_waiting(shop, ++waiting);
        }
    } // the connection goes back, and from one of the four to the next
    threads.clear();
    io.join();

    std::cout << "in the order in which they came:\n";
    for (const auto& name :
         shop.execute_query<std::string>("select name from guests order by number"))
        std::cout << "  " << name << '\n';
}
