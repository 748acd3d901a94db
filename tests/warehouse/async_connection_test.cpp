// What is done on a connection that was awaited: by a worker, once, whatever it throws.
#include "awaiting.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <support/catch.hpp>
#include <thread>

using namespace std::chrono_literals;
using cenote::async_with_connection;
using test::await;
using test::awaited_house;
using test::awaited_words;
using test::on_mysql;
using test::on_postgresql;
using test::on_sqlite3;
using test::asio::use_awaitable;
using task = test::asio::awaitable<void>;
namespace asio = test::asio;

TEMPLATE_TEST_CASE(
    "async_with_connection has a worker do what it is given, in a transaction perhaps",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    await([&]() -> task {
        // Named first: g++ 12 destroys twice what a lambda in the co_await itself owns.
        auto insert = [&db, id = std::make_unique<int>(3)](auto& session) {
            session.begin();
            db->execute_query(session, "insert into async_item values (:i)", *id);
            session.commit();
            return std::this_thread::get_id();
        };
        const auto by = co_await async_with_connection(*db, std::move(insert), use_awaitable);
        CHECK(by != std::this_thread::get_id());
        CHECK(db.items() == 1);
        co_await async_with_connection(
            *db,
            [](auto& session) {
                session.begin();
                session << "delete from async_item";
            },
            use_awaitable);
        CHECK(db.items() == 1); // what was left open is rolled back
    });
    db.check_home();
}

TEMPLATE_TEST_CASE(
    "what is thrown on an awaited connection comes to who awaits it",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    const auto ends_with = [&](auto f) {
        return await([&]() -> asio::awaitable<int> {
            co_return co_await async_with_connection(*db, f, use_awaitable);
        });
    };
    SECTION("the caller's own, and the transaction is rolled back") {
        const auto fails = [](auto& session) -> int {
            session.begin();
            session << "insert into async_item values (1)";
            throw std::runtime_error{"no"};
        };
        CHECK_THROWS_AS(ends_with(fails), std::runtime_error);
        CHECK(db->stats().lost == 0);
        CHECK(db.items() == 0);
    }
    SECTION("a lost connection's, of which the pool is told") {
        if (!std::is_same_v<TestType, on_sqlite3>) {
            const auto loses = [&](auto& session) {
                db.on.kill(session);
                int n = 0;
                session << "select 1", soci::into(n);
                return n;
            };
            CHECK_THROWS_AS(ends_with(loses), soci::soci_error);
            CHECK(db->stats().lost == 1);
            CHECK(db->stats().pool.now.open == 0);
        }
    }
    db.check_home();
}

TEMPLATE_TEST_CASE(
    "a cancel ends the statement that runs on an awaited connection",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    const auto id = db.id();
    asio::io_context io;
    asio::cancellation_signal stop;
    std::optional<bool> by_caller;
    async_with_connection(
        *db,
        [](auto& session) {
            session.begin();
            session << "insert into async_item values (1)";
            std::string never;
            session << awaited_words<TestType>::forever, soci::into(never);
            session.commit();
        },
        asio::bind_cancellation_slot(
            stop.slot(), asio::bind_executor(io, [&](const std::exception_ptr& why) {
                const auto* ended = why ? cenote::db::overdue_in(why) : nullptr;
                by_caller = ended != nullptr && ended->by_caller();
            })));
    asio::steady_timer soon{io, 100ms};
    soon.async_wait([&](auto) { stop.emit(asio::cancellation_type::total); });
    CHECK(test::time_of([&] { io.run(); }) < 10s); // of the minute that it would take
    CHECK(by_caller == true);
    CHECK(test::comes_true([&] { return !db.is_busy(id); })); // a worker rolls back
    CHECK(db.id() == id);
    CHECK(db.items() == 0);
    db.check_home();
}

TEST_CASE("a cancel before there is a connection calls nothing", "[async]") {
    awaited_house<on_sqlite3> db;
    asio::io_context io;
    asio::cancellation_signal stop;
    std::optional<test::outcome> ended;
    bool called = false;
    {
        const auto held = db->get_connection();
        async_with_connection(
            *db,
            [&called](auto&) { called = true; },
            asio::bind_cancellation_slot(
                stop.slot(), asio::bind_executor(io, [&](std::exception_ptr why) {
                    ended = test::outcome{true, std::move(why), 0};
                })));
        io.poll();
        CHECK(test::comes_true([&] { return db->stats().pool.now.waiting == 1; }));
        stop.emit(asio::cancellation_type::terminal);
        io.run();
    }
    REQUIRE(ended);
    CHECK(ended->is_aborted());
    CHECK_FALSE(called);
    db.check_home();
}

TEST_CASE("a context that goes ends what runs on an awaited connection", "[async]") {
    awaited_house<on_sqlite3> db;
    bool called = false;
    {
        asio::io_context io;
        async_with_connection(
            *db,
            [](auto& session) {
                int never = 0;
                session << awaited_words<on_sqlite3>::forever, soci::into(never);
            },
            asio::bind_executor(io, [&](const std::exception_ptr&) { called = true; }));
        while (db->stats().pool.now.leased == 0)
            io.poll();
    }
    CHECK_FALSE(called);
    db.check_home(); // which waits for it
}
