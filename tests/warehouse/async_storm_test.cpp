// Many coroutines on few connections, on two threads, while calls are cancelled, run out of time and
// fail: each ends, and afterwards every connection is at home.
#include "awaiting.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <random>
#include <string>
#include <support/catch.hpp>

using namespace std::chrono_literals;
using cenote::async_execute_query;
using test::awaited_house;
using test::awaited_words;
using test::on_mysql;
using test::on_postgresql;
using test::on_sqlite3;
using test::asio::use_awaitable;
namespace asio = test::asio;

namespace {

constexpr int callers = 100;
constexpr int calls_each = 5;

/// How many calls came to which end.
struct tally {
    std::atomic<int> values{0}, refused{0}, late{0}, cancelled{0}, others{0};

    [[nodiscard]] int all() const { return values + refused + late + cancelled + others; }
};

/// Which end a call came to.
void note(tally& ends, const std::exception_ptr& failed) {
    try {
        if (failed) std::rethrow_exception(failed);
        ++ends.values;
    } catch (const cenote::query_error& e) {
        ++(e.failure().cancelled                  ? ends.cancelled
           : e.kind() == cenote::fault::timed_out ? ends.late
                                                  : ends.refused);
    } catch (const boost::system::system_error&) {
        ++ends.cancelled;
    } catch (...) {
        ++ends.others;
    }
}

/// One call, of a kind that is drawn.
template <class On>
asio::awaitable<void> call(awaited_house<On>& db, int kind, tally& ends) {
    std::exception_ptr failed;
    try {
        switch (kind) {
        case 0: co_await async_execute_query(*db, awaited_words<On>::forever, use_awaitable); break;
        case 1:
            co_await async_execute_query(
                *db, cenote::within(60ms), awaited_words<On>::forever, use_awaitable);
            break;
        case 2:
            co_await async_execute_query(*db, "select nonsense from nowhere", use_awaitable);
            break;
        default:
            co_await async_execute_query<int>(
                *db, "select count(*) from async_item", use_awaitable);
        }
    } catch (...) {
        failed = std::current_exception();
    }
    note(ends, failed);
}

/// The same, cancelled after a while.
template <class On>
asio::awaitable<void>
call_for(awaited_house<On>& db, int kind, cenote::duration span, tally& ends) {
    const auto on = co_await asio::this_coro::executor;
    const auto stop = std::make_shared<asio::cancellation_signal>();
    asio::steady_timer timer{on, span};
    timer.async_wait([stop](const boost::system::error_code& why) {
        if (!why) stop->emit(asio::cancellation_type::terminal);
    });
    auto done = std::make_shared<asio::steady_timer>(on, asio::steady_timer::time_point::max());
    asio::co_spawn(
        on,
        call(db, kind, ends),
        asio::bind_cancellation_slot(
            stop->slot(), [done](const std::exception_ptr&) { done->cancel(); }));
    boost::system::error_code ignored;
    co_await done->async_wait(asio::redirect_error(use_awaitable, ignored));
    timer.cancel();
}

template <class On>
asio::awaitable<void> caller(awaited_house<On>& db, unsigned seed, tally& ends) {
    std::minstd_rand draw{seed};
    for (int i = 0; i < calls_each; ++i) {
        const int kind = static_cast<int>(draw() % 12);
        const bool ends_by_itself = kind != 0;
        if (ends_by_itself && draw() % 4 != 0)
            co_await call(db, kind, ends);
        else
            co_await call_for(db, kind, std::chrono::milliseconds{draw() % 40}, ends);
    }
}

} // namespace

TEMPLATE_TEST_CASE(
    "in a storm of cancels, limits and errors every awaited call ends, and each connection goes "
    "home",
    "[warehouse][async][storm]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db{{.max_size = 4}};
    if (db.is_closed()) return;
    tally ends;
    asio::thread_pool io{2};
    for (unsigned i = 0; i < callers; ++i)
        asio::co_spawn(asio::make_strand(io), caller(db, i + 1, ends), asio::detached);
    io.join();

    CHECK(ends.all() == callers * calls_each);
    CHECK(ends.others == 0);
    CHECK(ends.values > 0);
    CHECK(ends.late > 0);
    CHECK(ends.cancelled > 0);
    CHECK(ends.refused > 0);
    db.check_home();
}
