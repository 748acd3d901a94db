// expect: asynchronous query: the last argument must be a completion token
#include <cenote/db/sqlite3.hpp>
#include <cenote/warehouse/async.hpp>

#include <boost/asio/use_awaitable.hpp>

auto first(cenote::warehouse<cenote::db::sqlite3>& shop) {
#ifdef ACCEPT
    return cenote::async_execute_query(shop, "select :i", 5, boost::asio::use_awaitable);
#else
    return cenote::async_execute_query(shop, "select :i", 5);
#endif
}
