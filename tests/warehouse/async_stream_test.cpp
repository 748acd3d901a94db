// Rows that are awaited batch by batch: what was asked for is read, and no more, and no thread of the
// caller's waits for any of it.
#include "awaiting.hpp"

#include <boost/asio/as_tuple.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using cenote::async_stream;
using cenote::bad_query;
using cenote::errc;
using cenote::fault;
using cenote::query_error;
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

const cenote::stream_options by_ten{.batch = 10};

} // namespace

TEMPLATE_TEST_CASE(
    "an awaited stream delivers every row once, in order, in batches of the size asked for",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    const int count = GENERATE(0, 9, 10, 2500);
    const auto before = db->stats().queries;
    await([&]() -> task {
        auto stream =
            async_stream<std::int64_t>(*db, by_ten, awaited_words<TestType>::numbers, count);
        CHECK(db->stats().queries == before);
        std::vector<std::int64_t> all;
        for (;;) {
            const auto batch = co_await stream.async_next(use_awaitable);
            if (batch.empty()) break;
            CHECK(batch.size() <= 10);
            all.insert(all.end(), batch.begin(), batch.end());
        }
        std::vector<std::int64_t> expected(static_cast<std::size_t>(count));
        std::iota(expected.begin(), expected.end(), 1);
        CHECK(all == expected);
        const auto got = co_await stream.async_next(use_awaitable);
        CHECK(got.empty());
        CHECK(db->stats().pool.now.leased == 0);
        stream.close();
        const auto next = co_await stream.async_next(use_awaitable);
        CHECK(next.empty());
    });
    CHECK(db->stats().queries == before + 1);
    db.check_home();
}

TEMPLATE_TEST_CASE(
    "an awaited stream reads nothing before it is asked for",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    const auto id = db.id();
    await([&]() -> task {
        auto stream = async_stream(*db, by_ten, awaited_words<TestType>::numbers, 1'000'000);
        static_cast<void>(stream.async_next(use_awaitable)); // lazy, and dropped
        CHECK(db->stats().pool.now.leased == 0);
        for (int i = 0; i < 3; ++i) {
            const auto more = co_await stream.async_next(use_awaitable);
            CHECK(more.size() == 10);
            CHECK(db->stats().pool.now.leased == 1);
            co_await test::pause(20ms);
            CHECK_FALSE(db.is_busy(id));
        }
        auto moved = std::move(stream);
        const auto then = co_await moved.async_next(use_awaitable);
        CHECK(then.size() == 10);
    });
    db.check_home();
    CHECK(db.id() == id);
}

TEMPLATE_TEST_CASE(
    "a wrong awaited stream is refused when it is made, or by its first batch",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    const auto failed = db->stats().failed;
    CHECK_THROWS_AS(async_stream(*db, "delete from async_item"), bad_query);
    CHECK_THROWS_AS(async_stream(*db, "select :n"), bad_query);
    CHECK_THROWS_AS(async_stream(*db, cenote::stream_options{.batch = 0}, "select 1"), bad_query);
    await([&]() -> task {
        auto stream = async_stream(*db, "select nonsense from async_item");
        const auto [why, rows] = co_await stream.async_next(asio::as_tuple(use_awaitable));
        CHECK(outcome{true, why, 0}.as<query_error>().kind() == fault::permanent);
        const auto last = co_await stream.async_next(use_awaitable);
        CHECK(last.empty());
    });
    CHECK(db->stats().failed == failed + 1);
    db.check_home();
}

TEMPLATE_TEST_CASE(
    "an awaited stream that is dropped midway holds nobody up and gives a clean connection back",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    db->repairs().rollback.set(GENERATE(true, false));
    const auto id = db.id();
    const int batches = GENERATE(0, 1, 2);
    await([&]() -> task {
        auto stream = async_stream(*db, by_ten, awaited_words<TestType>::numbers, 1'000'000);
        for (int i = 0; i < batches; ++i) {
            const auto got = co_await stream.async_next(use_awaitable);
            CHECK(got.size() == 10);
        }
        CHECK(time_of([&] { stream.close(); }) < 1s);
        // The next one waits for what was given up.
        auto other = async_stream(*db, within(1min), awaited_words<TestType>::numbers, 3);
        const auto next = co_await other.async_next(use_awaitable);
        CHECK(next.size() == 3);
    });
    db.check_home();
    CHECK(db.id() == id);
}

TEMPLATE_TEST_CASE(
    "a batch that is cancelled ends its stream, and the connection is lent again",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    const auto id = db.id();
    const bool by_leaving = GENERATE(false, true);
    asio::io_context io;
    asio::cancellation_signal stop;
    auto stream = std::make_optional(async_stream(*db, awaited_words<TestType>::forever));
    outcome ended;
    stream->async_next(
        asio::bind_cancellation_slot(stop.slot(), asio::bind_executor(io, ended.note())));
    asio::steady_timer soon{io, 100ms};
    soon.async_wait([&](auto) {
        if (std::is_same_v<TestType, on_postgresql>)
            CHECK(test::comes_true([&] { return db.is_busy(id); }));
        if (by_leaving)
            CHECK(time_of([&] { stream.reset(); }) < 1s);
        else
            stop.emit(asio::cancellation_type::partial);
    });
    CHECK(time_of([&] { io.run(); }) < 10s);
    const auto failed = ended.as<query_error>();
    CAPTURE(failed.what());
    CHECK(failed.failure().cancelled);
    CHECK(failed.failure().attempts == 1);
    CHECK_FALSE(db.is_busy(id));
    db.check_home();
    CHECK(db.id() == id);
    CHECK(db->stats().lost == 0);
    if (by_leaving) return;
    outcome after;
    stream->async_next(asio::bind_executor(io, after.note()));
    io.restart();
    io.run();
    CHECK(after.ended);
    CHECK_FALSE(after.thrown);
    CHECK(after.size == 0);
}

TEMPLATE_TEST_CASE(
    "a stream whose wait for a connection ended in vain keeps none and may be asked again",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    asio::io_context io;
    asio::cancellation_signal stop;
    auto stream = async_stream(*db, within(500ms), awaited_words<TestType>::numbers, 3);
    outcome refused;
    outcome cancelled;
    {
        const auto taken = db->connection(10s);
        stream.async_next(asio::bind_executor(io, refused.note()));
        io.run();
        CHECK(refused.as<cenote::acquire_error>().code() == errc::exhausted);
        io.restart();
    }
    asio::post(io, [&] { // a connection is free, but the wait is over before it is used
        const auto taken = db->connection(10s);
        stream.async_next(
            asio::bind_cancellation_slot(stop.slot(), asio::bind_executor(io, cancelled.note())));
        asio::post(io, [&] { stop.emit(asio::cancellation_type::total); });
    });
    io.run();
    CHECK(cancelled.is_aborted());
    CHECK(db->stats().pool.now.leased == 0);
    outcome fine;
    stream.async_next(asio::bind_executor(io, fine.note()));
    io.restart();
    io.run();
    CHECK(fine.size == 3);
    db.check_home();
}

TEMPLATE_TEST_CASE(
    "an awaited stream's first batch is read over another connection when the first was lost, and "
    "no other is",
    "[async]",
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    db->repairs().verify.set(false);
    db.on.kill(*db->get_connection());
    const auto before = db->stats().queries;
    await([&]() -> task {
        auto stream = async_stream(*db, by_ten, awaited_words<TestType>::numbers, 1000);
        const auto more = co_await stream.async_next(use_awaitable);
        CHECK(more.size() == 10);
        CHECK(db->stats().repeated == 1);
        CHECK(db->stats().queries == before + 1);
    });
    const auto id = db.id();
    await([&]() -> task {
        auto stream = async_stream(*db, by_ten, awaited_words<TestType>::numbers, 1000);
        const auto then = co_await stream.async_next(use_awaitable);
        CHECK(then.size() == 10);
        db.on.kill_by_id(id);
        const auto [why, rows] = co_await stream.async_next(asio::as_tuple(use_awaitable));
        CHECK(outcome{true, why, 0}.as<query_error>().kind() == fault::lost);
        const auto last = co_await stream.async_next(use_awaitable);
        CHECK(last.empty());
    });
    CHECK(db->stats().repeated == 1);
    db.check_home();
}

TEMPLATE_TEST_CASE(
    "a context that ends amid a batch leaves a clean connection",
    "[async]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    awaited_house<TestType> db;
    if (db.is_closed()) return;
    const bool amid = GENERATE(true, false);
    auto io = std::make_unique<asio::io_context>();
    asio::co_spawn(
        *io,
        [](auto& shop, bool forever) -> task {
            using words = awaited_words<TestType>;
            auto stream = forever ? async_stream(shop, words::forever)
                                  : async_stream(shop, by_ten, words::numbers, 1'000'000);
            co_await stream.async_next(use_awaitable);
            co_await test::pause(1min);
        }(*db, amid),
        asio::detached);
    io->run_for(200ms);
    CHECK(db->stats().pool.now.leased == 1);
    CHECK(time_of([&] { io.reset(); }) < 5s);
    db.check_home();
    CHECK(db->close(10s).complete());
}
