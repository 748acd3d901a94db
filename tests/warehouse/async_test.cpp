// Awaited calls on a warehouse do what the blocking ones do, on no thread of the caller's, and end
// when they are told to.
#include "awaiting.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/thread_pool.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using cenote::arg;
using cenote::async_execute_batch_query;
using cenote::async_execute_paginated_query;
using cenote::async_execute_query;
using cenote::errc;
using cenote::fault;
using cenote::query_error;
using cenote::statement;
using cenote::value;
using cenote::within;
using test::await;
using test::awaited_house;
using test::awaited_words;
using test::on_mysql;
using test::on_postgresql;
using test::on_sqlite3;
using test::outcome;
using test::time_of;
using test::asio::use_awaitable;
using task = test::asio::awaitable<void>;
namespace asio = test::asio;

namespace {

const std::string insert = "insert into async_item values (:id)";

/// A backend that remembers which thread works on it.
template <class Backend>
struct watched : Backend {
    using Backend::Backend;

    template <class Session, class Work>
    auto within(
        Session& on,
        cenote::deadline until,
        cenote::db::owner whose,
        Work done,
        cenote::db::interrupt* by) const {
        *worker = std::this_thread::get_id();
        return Backend::within(on, until, whose, done, by);
    }

    std::shared_ptr<std::thread::id> worker = std::make_shared<std::thread::id>();
};

} // namespace

TEMPLATE_TEST_CASE(
    "awaited queries, batches and pages give what the blocking calls give",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    await([&]() -> task {
        const std::vector<int> rows{3, 1, 2};
        const auto sent = co_await async_execute_batch_query(*db, insert, rows, use_awaitable);
        CHECK(sent.done == 3);
        CHECK(sent.affected == 3);

        std::vector<statement> two;
        two.emplace_back(insert, 4);
        two.emplace_back("delete from async_item where id < :i", 2);
        const auto both = co_await async_execute_batch_query(*db, two, use_awaitable);
        CHECK(both.done == 2);
        CHECK(both.affected == 2);
        const auto none = co_await async_execute_batch_query(
            *db, within(1min), std::vector<statement>{}, use_awaitable);
        CHECK(none.done == 0);

        const std::string all = "select id from async_item order by id";
        const auto found = co_await async_execute_query(*db, all, use_awaitable);
        const auto expected = db->execute_query(all);
        CHECK(found.columns() == expected.columns());
        REQUIRE(found.size() == expected.size());
        for (std::size_t i = 0; i < found.size(); ++i)
            CHECK(found[i].template get<int>(0) == expected[i].template get<int>(0));
        const auto numbers =
            co_await async_execute_query<std::int64_t>(*db, within(1min), all, use_awaitable);
        CHECK(numbers == db->template execute_query<std::int64_t>(all));
        const auto written = co_await async_execute_query(*db, insert, 9, use_awaitable);
        CHECK(written.affected() == 1);

        const cenote::page second{.number = 2, .size = 3};
        const auto page =
            co_await async_execute_paginated_query<std::int64_t>(*db, all, second, use_awaitable);
        CHECK(page.total == 4);
        CHECK(page.rows == std::vector<std::int64_t>{9});
        const cenote::page_after third{.column = "id", .after = 3, .size = 1};
        const auto after = co_await async_execute_paginated_query<std::int64_t>(
            *db, within(1min), all, third, use_awaitable);
        CHECK(after.rows == std::vector<std::int64_t>{4});
        CHECK(after.has_next);
    });
    CHECK(db->stats().failed == 0);
    db.check_home();
}

TEMPLATE_TEST_CASE(
    "what an awaited call is given may be gone when it is sent",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    const std::string cast = awaited_words<TestType>::as_text;
    asio::io_context io;
    auto found = [&] {
        const std::string name(100, 'n');
        const auto text = "select :a" + cast + " as a, :b" + cast + " as b, :c" + cast +
                          " as c, :d" + cast + " as d";
        const std::string_view view = name;
        return async_execute_query(
            *db,
            text,
            arg("d", value{name}),
            arg("a", view),
            arg("b", std::optional<std::string>{}),
            arg("c", name.c_str()),
            asio::bind_executor(io, asio::use_future));
    }();
    std::vector<std::string> rows{"1", "2"};
    auto sent = async_execute_batch_query(
        *db, std::string{insert}, rows, asio::bind_executor(io, asio::use_future));
    rows.clear();
    io.run();
    const auto row = found.get().front();
    CHECK(row.template get<std::string>("a") == std::string(100, 'n'));
    CHECK(row.template get<value>("b").is_null());
    CHECK(row.template get<std::string>("c") == std::string(100, 'n'));
    CHECK(row.template get<std::string>("d") == std::string(100, 'n'));
    CHECK(sent.get().done == 2);
    db.check_home();
}

TEMPLATE_TEST_CASE(
    "an awaited call tells its errors in full, by any token",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    const std::string wrong = "select nonsense from async_item";
    await([&]() -> task {
        try {
            co_await async_execute_query(*db, wrong, use_awaitable);
            FAIL("it did not fail");
        } catch (const query_error& e) {
            CHECK(e.kind() == fault::permanent);
        }
        const auto [why, rows] =
            co_await async_execute_query(*db, wrong, asio::as_tuple(use_awaitable));
        CHECK(test::error_of<query_error>([&] {
                  std::rethrow_exception(why);
              }).find("query: " + wrong) != std::string::npos);
    });
    asio::io_context io;
    auto later = async_execute_query(*db, wrong, asio::bind_executor(io, asio::use_future));
    outcome called;
    async_execute_query(*db, wrong, asio::bind_executor(io, called.note()));
    CHECK_FALSE(called.ended);
    io.run();
    CHECK_THROWS_AS(later.get(), query_error);
    CHECK(called.as<query_error>().kind() == fault::permanent);
    CHECK(db->stats().failed == 4);

    const auto sent = db->stats().queries;
    const auto taken = db->connection(10s); // what is wrong waits for no connection
    std::array<outcome, 4> refused;
    io.restart();
    async_execute_query(*db, "select :a", asio::bind_executor(io, refused[0].note()));
    async_execute_query(*db, "select :a", 1, 2, asio::bind_executor(io, refused[1].note()));
    async_execute_query(*db, "", asio::bind_executor(io, refused[2].note()));
    async_execute_query(*db, within(20ms), "select 1", asio::bind_executor(io, refused[3].note()));
    CHECK_FALSE(refused[0].ended);
    io.run();
    for (std::size_t i = 0; i < 3; ++i)
        CHECK_FALSE(std::string{refused[i].template as<cenote::bad_query>().what()}.empty());
    CHECK(refused[3].template as<cenote::acquire_error>().code() == errc::exhausted);
    CHECK(db->stats().queries == sent + 1);
    await([&]() -> task {
        const cenote::page none{.number = 0};
        const auto [why, page] = co_await async_execute_paginated_query(
            *db, "select 1", none, asio::as_tuple(use_awaitable));
        const auto bad = why;
        CHECK_THROWS_AS(std::rethrow_exception(bad), cenote::bad_page);
        const auto empty =
            co_await async_execute_batch_query(*db, insert, std::vector<int>{}, use_awaitable);
        CHECK(empty.done == 0);
    });
}

TEMPLATE_TEST_CASE(
    "an awaited query runs on no thread of the caller's, and its handler on its executor",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType, watched<typename TestType::backend>> db;
    if (db.is_closed()) return;
    asio::thread_pool threads{1};
    std::thread::id io;
    asio::post(threads, [&] { io = std::this_thread::get_id(); });
    std::thread::id handled;
    outcome ended;
    async_execute_query(
        *db,
        "select 1",
        asio::bind_executor(
            threads,
            [&, note = ended.note(), alone = std::make_unique<int>(1)](
                std::exception_ptr why, const cenote::rows& got) mutable {
                handled = std::this_thread::get_id();
                note(why, got);
            }));
    threads.wait();
    CHECK(ended.size == 1);
    CHECK(handled == io);
    CHECK(*db->pool().factory().worker != io);
    CHECK(*db->pool().factory().worker != std::this_thread::get_id());
    CHECK(*db->pool().factory().worker != std::thread::id{});
}

TEMPLATE_TEST_CASE(
    "a lazy token begins its call when it is awaited, each time anew",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    const auto before = db->stats().queries;
    auto later = async_execute_query(*db, within(2s), "select 1", asio::deferred);
    static_cast<void>(async_execute_query(*db, insert, 1, use_awaitable)); // dropped
    CHECK(db->stats().queries == before);
    await([&]() -> task {
        const auto got = co_await later(use_awaitable);
        CHECK(got.size() == 1);
        const auto next = co_await later(use_awaitable);
        CHECK(next.size() == 1);
    });
    CHECK(db->stats().queries == before + 2);
    db.check_home();
}

TEMPLATE_TEST_CASE(
    "an awaited call ends at its limit or the warehouse's",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    const bool by_option = GENERATE(false, true);
    awaited_house<TestType> db{{.query_timeout = by_option ? 200ms : 0ms, .max_size = 1}};
    if (db.is_closed()) return;
    const auto id = db.id();
    const auto took = time_of([&] {
        await([&]() -> task {
            const auto how = by_option ? cenote::call_options{} : within(200ms);
            const auto [why, rows] = co_await async_execute_query(
                *db, how, awaited_words<TestType>::forever, asio::as_tuple(use_awaitable));
            const auto failed = outcome{true, why, 0}.as<query_error>();
            CHECK(failed.kind() == fault::timed_out);
            CHECK_FALSE(failed.failure().cancelled);
        });
    });
    CHECK(took < 5s);
    db.check_home();
    CHECK(db.id() == id);
}

TEMPLATE_TEST_CASE(
    "an awaited read whose connection is lost is sent again, and a write is not",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    db->repairs().verify.set(false);
    const auto kill = [&] { db.on.kill(*db->get_connection()); };
    await([&]() -> task {
        kill();
        const std::string all = "select count(*) from async_item where id > :i";
        const auto read = co_await async_execute_query<int>(*db, all, 0, use_awaitable);
        CHECK(read == std::vector<int>{0});
        kill();
        const auto page = co_await async_execute_paginated_query(
            *db, "select id from async_item order by id", cenote::page{}, use_awaitable);
        CHECK(page.total == 0);
        kill();
        const std::vector<int> one{1};
        const auto sent = co_await async_execute_batch_query(*db, insert, one, use_awaitable);
        CHECK(sent.done == 1);
        kill();
        co_await async_execute_query(
            *db, cenote::idempotent, "delete from async_item", use_awaitable);
        CHECK(db->stats().repeated == 4);
        kill();
        const auto [why, rows] =
            co_await async_execute_query(*db, insert, 2, asio::as_tuple(use_awaitable));
        const auto lost = outcome{true, why, 0}.as<query_error>();
        CHECK(lost.kind() == fault::lost);
        CHECK(lost.failure().unsure);
        kill();
        const auto [never, none] = co_await async_execute_query(
            *db, cenote::once, "select 1", asio::as_tuple(use_awaitable));
        CHECK(outcome{true, never, 0}.as<query_error>().failure().attempts == 1);
    });
    CHECK(db->stats().repeated == 4);
    db.check_home();
}

TEMPLATE_TEST_CASE(
    "a cancelled call that waits for a connection sends nothing",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    const auto type = GENERATE(
        asio::cancellation_type::terminal,
        asio::cancellation_type::partial,
        asio::cancellation_type::total);
    const bool at_once = GENERATE(true, false);
    asio::io_context io;
    asio::cancellation_signal stop;
    outcome ended;
    {
        const auto taken = db->get_connection();
        const auto begin = [&] {
            async_execute_query(
                *db,
                insert,
                1,
                asio::bind_cancellation_slot(stop.slot(), asio::bind_executor(io, ended.note())));
            if (at_once) stop.emit(type);
        };
        asio::post(io, begin);
        if (!at_once) {
            io.poll();
            CHECK(db->stats().pool.now.waiting == 1);
            stop.emit(type);
        }
        io.run();
    }
    CHECK(ended.is_aborted());
    CHECK(db.items() == 0);
    db.check_home();
}

TEMPLATE_TEST_CASE(
    "a cancelled call has the database stop, and its connection is lent again",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    const auto id = db.id();
    const bool in_batch = GENERATE(false, true);
    asio::io_context io;
    asio::cancellation_signal stop;
    bool ended = false;
    std::exception_ptr thrown;
    auto token = asio::bind_cancellation_slot(
        stop.slot(), asio::bind_executor(io, [&](std::exception_ptr why, const auto&) {
            ended = true;
            thrown = why;
        }));
    using words = awaited_words<TestType>;
    if (in_batch)
        async_execute_batch_query(*db, words::forever_batch, std::vector{1, 2}, token);
    else
        async_execute_query(*db, words::forever, token);
    asio::steady_timer soon{io, 100ms};
    soon.async_wait([&](auto) {
        if (!std::is_same_v<TestType, on_sqlite3>)
            CHECK(test::comes_true([&] { return db.is_busy(id); }));
        stop.emit(asio::cancellation_type::total);
    });
    const auto took = time_of([&] { io.run(); });
    CHECK(took < 10s); // of the minute that it would take
    const auto failed = outcome{ended, thrown, 0}.as<query_error>();
    CAPTURE(failed.what());
    CHECK(failed.failure().cancelled);
    CHECK(failed.kind() == fault::timed_out);
    CHECK_FALSE(db.is_busy(id));
    CHECK(db.id() == id);
    CHECK(db->stats().lost == 0);
    CHECK(db.items() == 0);
    db.check_home();
    stop.emit(asio::cancellation_type::total); // nobody is there any more
    CHECK(db.items() == 1);
}

TEMPLATE_TEST_CASE(
    "a context that ends destroys its handlers, cancels what runs for them, and leaves the "
    "warehouse as it was",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db{{.max_size = 2}};
    if (db.is_closed()) return;
    const auto alive = std::make_shared<int>(0);
    std::vector<unsigned long> busy;
    {
        const auto one = db->get_connection();
        const auto two = db->get_connection();
        busy = {db.on.id(*one), db.on.id(*two)};
    }
    bool called = false;
    auto io = std::make_unique<asio::io_context>();
    for (int i = 0; i < 4; ++i) { // two run, and two wait
        async_execute_query(
            *db,
            awaited_words<TestType>::forever,
            asio::bind_executor(*io, [&, alive](auto, const auto&) { called = true; }));
        asio::co_spawn(
            *io,
            [](auto& shop, auto) -> task {
                co_await async_execute_query(shop, awaited_words<TestType>::forever, use_awaitable);
            }(*db, alive),
            asio::detached);
    }
    io->run_for(200ms);
    if (GENERATE(true, false)) io->stop();
    CHECK(db->stats().pool.now.leased == 2);
    const auto took = time_of([&] { io.reset(); });
    CHECK(took < 5s);
    CHECK(alive.use_count() == 1);
    CHECK_FALSE(called);
    if (GENERATE(true, false)) db.check_home();
    for (const auto session : busy)
        CHECK(test::comes_true([&] { return !db.is_busy(session); }));
    CHECK(db->close(10s).complete());
    db.all.reset();
}

TEMPLATE_TEST_CASE(
    "a warehouse that is closed refuses the calls that wait, and ends those that run",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    asio::io_context io;
    outcome running;
    outcome waiting;
    outcome late;
    async_execute_query(
        *db,
        within(500ms),
        awaited_words<TestType>::forever,
        asio::bind_executor(io, running.note()));
    io.poll();
    async_execute_query(*db, "select 1", asio::bind_executor(io, waiting.note()));
    io.poll();
    CHECK(db->close(10s).complete());
    async_execute_query(*db, "select 1", asio::bind_executor(io, late.note()));
    io.run();
    CHECK(running.as<query_error>().kind() == fault::timed_out);
    CHECK(waiting.as<cenote::acquire_error>().code() == errc::closed);
    CHECK(late.as<cenote::acquire_error>().code() == errc::closed);
}
