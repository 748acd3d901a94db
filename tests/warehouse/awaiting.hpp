#pragma once

#include <cenote/warehouse.hpp>
#include <cenote/warehouse/async.hpp>

#include "database.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <type_traits>
#include <utility>

namespace test {

namespace asio = boost::asio;

/// What each database is given to await.
template <class On>
struct awaited_words;

template <>
struct awaited_words<on_sqlite3> {
    static constexpr const char* forever =
        "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
    static constexpr const char* forever_batch = "insert into async_item with recursive n(i) as "
                                                 "(select :i union all select i + 1 from n) "
                                                 "select max(i) from n";
    static constexpr const char* numbers =
        "with recursive n(i) as (select 1 union all select i + 1 from n limit :n) select i from n";
    static constexpr const char* as_text = "";
};

template <>
struct awaited_words<on_mysql> {
    static constexpr const char* forever = "select sleep(60)";
    static constexpr const char* forever_batch =
        "insert into async_item select :i + 0 * sleep(60) from (select 1) as one";
    static constexpr const char* numbers = "select seq from seq_1_to_1000000 where seq <= :n";
    static constexpr const char* as_text = "";
};

template <>
struct awaited_words<on_postgresql> {
    static constexpr const char* forever = "select pg_sleep(60)::text";
    static constexpr const char* forever_batch =
        "insert into async_item select cast(:i as bigint) from (select pg_sleep(60)) as slept";
    static constexpr const char* numbers = "select i::bigint from generate_series(1, :n) i";
    static constexpr const char* as_text = "::text";
};

/// A warehouse whose calls are awaited.
template <class On, class Backend = typename On::backend>
class awaited_house {
public:
    using words = awaited_words<On>;

    explicit awaited_house(const cenote::options& wanted = {.max_size = 1}) {
        if (!on.reachable()) return;
        all.emplace(on.connect_string(), wanted);
        all->execute_query("drop table if exists async_item");
        all->execute_query("create table async_item (id bigint primary key)");
    }

    [[nodiscard]] bool is_closed() const { return !all; }

    auto& operator*() { return *all; }

    auto* operator->() { return &*all; }

    unsigned long id() { return on.id(*all->get_connection()); }

    int items() {
        return all->template execute_query<int>("select count(*) from async_item").front();
    }

    /// Whether the database is working for the session.
    bool is_busy(unsigned long session) {
        if constexpr (std::is_same_v<On, on_sqlite3>)
            return false; // nobody can look: what matters there is that the call has ended
        else {
            auto beside = on.ours->open(in(std::chrono::seconds{10}));
            return test::is_busy(beside, session);
        }
    }

    /// Whether every connection is at home, with nothing left open on it.
    void check_home() {
        CHECK(comes_true([&] { return all->stats().pool.now.leased == 0; }));
        CHECK(all->stats().pool.now.waiting == 0);
        auto lease = all->get_connection();
        CHECK_FALSE(all->pool().factory().in_transaction(*lease));
        all->execute_query(*lease, "delete from async_item");
        CHECK(all->execute_query(*lease, "insert into async_item values (7)").affected() == 1);
    }

    On on;
    std::optional<cenote::warehouse<Backend>> all{};
};

/// Runs the coroutine that `f` is to its end, on this thread; throws what it throws.
template <class F>
auto await(F f) {
    asio::io_context io;
    auto end = asio::co_spawn(io, f(), asio::use_future);
    io.run();
    return end.get();
}

/// Waits for a little while.
inline asio::awaitable<void> pause(cenote::duration span) {
    asio::steady_timer timer{co_await asio::this_coro::executor, span};
    co_await timer.async_wait(asio::use_awaitable);
}

/// What an awaited call came to.
struct outcome {
    bool ended = false;
    std::exception_ptr thrown{};
    std::size_t size = 0;

    /// Notes it for a call that returns rows.
    auto note() {
        return [this](std::exception_ptr why, const auto& got) {
            ended = true;
            thrown = why;
            size = got.size();
        };
    }

    /// The error, which must be of that type.
    template <class Error>
    [[nodiscard]] Error as() const {
        REQUIRE(ended);
        REQUIRE(thrown);
        try {
            std::rethrow_exception(thrown);
        } catch (const Error& e) {
            return e;
        } catch (const std::exception& e) {
            FAIL("another error: " << e.what());
        }
        std::terminate(); // not reached
    }

    [[nodiscard]] bool is_aborted() const {
        return as<boost::system::system_error>().code() == asio::error::operation_aborted;
    }
};

} // namespace test
