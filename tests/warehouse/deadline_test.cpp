// A deadline bounds the whole call: what the database is still doing then is cancelled, and the
// connection survives if it can.
#include <cenote/warehouse.hpp>

#include "database.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <numeric>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <support/catch.hpp>
#include <support/stopped.hpp>
#include <support/timing.hpp>
#include <thread>
#include <type_traits>
#include <vector>

using namespace std::chrono_literals;
using cenote::deadline;
using cenote::fault;
using cenote::options;
using cenote::query_error;
using cenote::within;
using test::on_mysql;
using test::on_postgresql;
using test::on_sqlite3;
using test::time_of;

namespace {

/// What each database is given to do, and what its sessions remember of a time limit.
template <class On>
struct words;

template <>
struct words<on_sqlite3> {
    static constexpr const char* echo = "select cast(:i as int)";
    static constexpr const char* forever =
        "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
    static constexpr const char* time_limit = "pragma busy_timeout";
    static constexpr int longest = 8'000;

    static std::string lasting(int microseconds) {
        return "with recursive n(i) as (select 1 union all select i + 1 from n limit " +
               std::to_string(microseconds * 5) + ") select :i from n group by 1";
    }

    static constexpr const char* cancelled = "SQLite 9";
};

template <>
struct words<on_mysql> {
    static constexpr const char* echo = "select cast(:i as signed)";
    static constexpr const char* forever = "select sleep(60)";
    static constexpr const char* time_limit = "select @@session.max_statement_time";
    static constexpr int longest = 40'000;

    static std::string lasting(int microseconds) { // by a comment, so that only a KILL can end it
        return "/**/ select :i + 0 * sleep(" + std::to_string(microseconds) + " / 1000000)";
    }

    static constexpr const char* cancelled = "MySQL 1969";
    static constexpr const char* slow_row =
        "insert into deadline_item select :id from (select sleep(0.05)) as slept";
};

template <>
struct words<on_postgresql> {
    static constexpr const char* echo = "select cast(:i as int)";
    static constexpr const char* forever = "select pg_sleep(60)::text";
    static constexpr const char* time_limit = "show statement_timeout";
    static constexpr int longest = 40'000;

    static std::string lasting(int microseconds) {
        return "select cast(:i as int) from (select pg_sleep(" + std::to_string(microseconds) +
               " / 1000000.0)) as slept";
    }

    static constexpr const char* cancelled = "SQLSTATE 57014";
    static constexpr const char* slow_row =
        "insert into deadline_item select :id from (select pg_sleep(0.05)) as slept";
};

template <class F>
query_error failure_of(F f) {
    try {
        f();
    } catch (const query_error& e) {
        return e;
    }
    FAIL("it did not fail");
    return query_error{{}};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Checks that it ends in time, which is some time after the deadline on a busy machine.
template <class F>
query_error timed_out_by(cenote::duration limit, F f) {
    query_error failed{{}};
    const auto took = time_of([&] { failed = failure_of(f); });
    CAPTURE(failed.what());
    CHECK(took < limit + 1500ms);
    CHECK(failed.kind() == fault::timed_out);
    CHECK(has(failed.what(), ": out of time"));
    return failed;
}

/// A warehouse with one connection.
template <class On>
class house {
public:
    explicit house(options wanted = {}) {
        wanted.max_size = 1;
        if (on.reachable()) all.emplace(on.connect_string(), wanted);
    }

    [[nodiscard]] bool is_closed() const { return !all; }

    auto* operator->() { return &*all; }

    void make_items() {
        all->execute_query("drop table if exists deadline_item");
        all->execute_query("create table deadline_item (id bigint primary key)");
    }

    int items() {
        return all->template execute_query<int>("select count(*) from deadline_item").front();
    }

    std::uint64_t refreshes() { return all->stats().pool.since.refreshes; }

    unsigned long id() { return on.id(*all->get_connection()); }

    std::string time_limit() {
        std::string told;
        auto lease = all->get_connection();
        *lease << words<On>::time_limit, soci::into(told);
        return told;
    }

    On on;
    std::optional<cenote::warehouse<typename On::backend>> all{};
};

} // namespace

TEMPLATE_TEST_CASE(
    "a query that outlasts its limit is cancelled, and its connection survives",
    "[deadline]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    const auto before = db.id();
    const auto limits = db.time_limit();
    const bool by_option = GENERATE(false, true);
    if (by_option)
        db.all.emplace(db.on.connect_string(), options{.query_timeout = 200ms, .max_size = 1});
    const auto id = db.id();
    query_error failed{{}};
    const auto took = time_of([&] {
        failed = failure_of([&] {
            const auto how = by_option ? cenote::call_options{} : within(200ms);
            db->execute_query(how, words<TestType>::forever);
        });
    });
    CAPTURE(failed.what());
    CHECK(took >= 190ms);
    CHECK(took < 1200ms);
    CHECK(failed.kind() == fault::timed_out);
    CHECK(failed.failure().attempts == 1);
    CHECK_FALSE(failed.failure().unsure);
    CHECK(failed.failure().code == words<TestType>::cancelled);
    CHECK(has(failed.what(), ": out of time, "));
    CHECK(db.id() == id);
    CHECK((by_option || id == before));
    CHECK(db->stats().lost == 0);
    CHECK(db.time_limit() == limits);
}

TEMPLATE_TEST_CASE(
    "a statement that the database is not told the limit of is cancelled from beside",
    "[deadline]",
    on_mysql,
    on_postgresql) {
    house<TestType> db{{.query_timeout = 200ms}};
    if (db.is_closed()) return;
    const auto lease = db->get_connection();
    const auto id = db.on.id(*lease);
    const bool in_transaction = GENERATE(false, true);
    db->execute_query(*lease, "select 1");
    if (in_transaction) lease->begin();
    const auto failed = timed_out_by(200ms, [&] {
        db->execute_query(*lease, std::string{"/* told in vain */ "} + words<TestType>::forever);
    });
    CHECK(has(failed.what(), ": out of time, cancelled"));
    CHECK_FALSE(has(failed.what(), "cut off"));
    if (in_transaction) lease->rollback();
    CHECK(db->execute_query(*lease, "select 7 as n").front().template get<int>("n") == 7);
    CHECK(db.on.id(*lease) == id);
}

TEST_CASE("what a killed SLEEP or BENCHMARK returns is not taken for a result", "[deadline]") {
    house<on_mysql> db;
    if (db.is_closed()) return;
    const auto id = db.id();
    const std::string query = GENERATE(
        "/**/ select sleep(60)", "/**/ select benchmark(1000000000, md5('x'))", "do sleep(60)");
    const auto failed = timed_out_by(200ms, [&] { db->execute_query(within(200ms), query); });
    CHECK(failed.failure().unsure == query.starts_with("do"));
    CHECK(db.id() == id);
    CHECK(db->execute_query<int>("select 7").front() == 7);
}

TEMPLATE_TEST_CASE(
    "a shorter limit that the session has already is kept", "[deadline]", on_mysql, on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    constexpr bool mysql = std::is_same_v<TestType, on_mysql>;
    *db->get_connection()
        << (mysql ? "set max_statement_time = 0.1" : "set statement_timeout = 100");
    const auto limits = db.time_limit();
    const auto failed =
        failure_of([&] { db->execute_query(within(1min), words<TestType>::forever); });
    CHECK(failed.kind() == fault::transient);
    CHECK(failed.failure().code == words<TestType>::cancelled);
    CHECK_FALSE(has(failed.what(), "out of time"));
    CHECK(db.time_limit() == limits);
}

TEMPLATE_TEST_CASE(
    "with plenty of time left a call does as it does without a deadline",
    "[deadline]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    db.make_items();
    const auto id = db.id();
    const auto limits = db.time_limit();
    const std::string insert = "insert into deadline_item values (:id)";
    CHECK(db->execute_query(within(1min), insert, 1).affected() == 1);
    CHECK(db->execute_batch_query(within(1min), insert, std::vector{2, 3, 4}).affected == 3);
    CHECK(db->execute_batch_query(within(1min), insert + " ", std::vector{5}).done == 1);
    const cenote::statement two[]{
        cenote::statement{insert, 6}, cenote::statement{"delete from deadline_item"}};
    CHECK(db->execute_batch_query(within(1min), std::span{two}).affected == 7);
    const auto refused = [&] { db->execute_query(within(1min), "insert into nope values (1)"); };
    CHECK(failure_of(refused).kind() == fault::permanent);
    const auto page = db->execute_paginated_query(
        within(1min), "select id from deadline_item order by id", cenote::page{.size = 2});
    CHECK(page.total == 0);
    CHECK(db.time_limit() == limits);
    CHECK(db.id() == id);
}

TEMPLATE_TEST_CASE(
    "work is not begun when its time is over", "[deadline]", on_sqlite3, on_mysql, on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    db.make_items();
    const auto failed =
        failure_of([&] { db->execute_query(within(0s), "insert into deadline_item values (1)"); });
    CHECK(failed.kind() == fault::timed_out);
    CHECK_FALSE(failed.failure().unsure);
    CHECK(has(failed.what(), "before it was begun"));
    CHECK(db.items() == 0);
    CHECK(db->stats().lost == 0);
}

TEMPLATE_TEST_CASE(
    "a batch that outlasts its limit is undone",
    "[deadline]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    db.make_items();
    const auto id = db.id();
    const cenote::statement slow[]{
        cenote::statement{"insert into deadline_item values (1)"},
        cenote::statement{words<TestType>::forever},
        cenote::statement{"insert into deadline_item values (2)"}};
    const auto failed =
        timed_out_by(200ms, [&] { db->execute_batch_query(within(200ms), std::span{slow}); });
    CHECK(failed.failure().statement == 1U);
    CHECK_FALSE(failed.failure().unsure);
    CHECK(db.items() == 0);
    CHECK(db.id() == id);
}

TEMPLATE_TEST_CASE(
    "a batch of very many short statements is ended between them too",
    "[deadline]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    db.make_items();
    std::vector<int> rows(3'000'000);
    std::iota(rows.begin(), rows.end(), 0);
    timed_out_by(100ms, [&] {
        const auto* row = "insert into deadline_item select :id";
        db->execute_batch_query(within(100ms), row, rows);
    });
    CHECK(db->stats().lost == 0);
    CHECK(db.items() == 0);
}

TEST_CASE("waiting for a lock ends at the deadline, and the busy timeout stays", "[deadline]") {
    on_sqlite3 on;
    if (!on.reachable()) return;
    const auto at = "db=" + on.connect_string() + " timeout=30";
    cenote::warehouse<cenote::db::sqlite3> db{at, {.max_size = 1}};
    cenote::warehouse<cenote::db::sqlite3> other{at};
    db.execute_query("create table item (id int)");
    const auto failed = other.with_connection([&](auto& locked) {
        locked << "begin exclusive";
        const auto busy = timed_out_by(
            200ms, [&] { db.execute_query(within(200ms), "insert into item values (1)"); });
        locked << "rollback";
        return busy;
    });
    CHECK(failed.failure().code == "SQLite 5");
    CHECK_FALSE(failed.failure().unsure);
    CHECK(failed.failure().took >= 190ms);
    CHECK(db.execute_query<int>("pragma busy_timeout").front() == 30'000);
    CHECK(db.stats().lost == 0);
}

TEMPLATE_TEST_CASE(
    "a query whose server has fallen silent ends half a second after its limit",
    "[deadline]",
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    db->execute_query(within(10s), "select 1");
    const auto id = db.id();
    const auto process = [&] {
        const auto lease = db->get_connection();
        return TestType::process(*lease);
    }();
    const auto failed = [&] {
        db->repairs().verify.set(false); // it would find the silence first
        const test::stopped silent{process};
        return timed_out_by(200ms, [&] {
            db->execute_query(within(200ms), "insert into deadline_item values (1)");
        });
    }();
    db->repairs().verify.set(true);
    CHECK(has(failed.what(), "cut off"));
    CHECK(failed.failure().unsure);
    CHECK(failed.failure().took >= 690ms);
    CHECK(db->stats().lost == 1);
    CHECK(db.refreshes() == 1); // so the others must prove themselves
    CHECK(db.id() != id);
}

TEMPLATE_TEST_CASE(
    "a batch whose server falls silent amid it ends half a second after its limit",
    "[deadline]",
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    db.make_items();
    const auto process = [&] {
        const auto lease = db->get_connection();
        return TestType::process(*lease);
    }();
    std::atomic<bool> ended{false};
    std::optional<query_error> failed;
    std::thread batch{[&] { // prepared once, so that the statement outlives each of its rows
        std::vector<int> rows(100); // five seconds' work
        std::iota(rows.begin(), rows.end(), 0);
        try {
            db->execute_batch_query(within(1s), words<TestType>::slow_row, rows);
        } catch (const query_error& e) {
            failed = e;
        } catch (...) {
        }
        ended = true;
    }};
    std::this_thread::sleep_for(200ms); // the batch is at work by then, or not begun: both count
    const auto took = time_of([&] {
        const test::stopped silent{process};
        CHECK(test::comes_true([&] { return ended.load(); }));
    });
    batch.join();
    REQUIRE(failed);
    CAPTURE(failed->what());
    CHECK(took < 3s);
    CHECK(failed->kind() == fault::timed_out);
    CHECK_FALSE(failed->failure().unsure);
    CHECK(db->stats().lost == 1);
    CHECK(db.items() == 0);
}

TEMPLATE_TEST_CASE(
    "a cancel does not hit what is sent after it",
    "[deadline]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random{seed};
    const auto draw = [&](int from, int to) {
        return std::uniform_int_distribution<>{from, to}(random);
    };
    int late = 0;
    for (int i = 0; i < 200; ++i) {
        const std::chrono::microseconds limit{draw(300, 6'000)};
        // About as long as it takes until the cancel comes.
        const auto query = words<TestType>::lasting(draw(300, words<TestType>::longest));
        try {
            const auto found = db->template execute_query<int>(within(limit), query, i);
            REQUIRE(found.front() == i);
        } catch (const query_error& e) {
            CAPTURE(i, e.what());
            REQUIRE(e.kind() == fault::timed_out);
            ++late;
        } catch (const cenote::acquire_error&) { // the connection that was lost took too long
        }
        REQUIRE(db->template execute_query<int>(words<TestType>::echo, i).front() == i);
    }
    CHECK(late > 0);
    CHECK(late < 200);
}

TEMPLATE_TEST_CASE(
    "an error of a deadline tells no values", "[deadline]", on_sqlite3, on_mysql, on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    const auto query = std::string{words<TestType>::forever} + " where :secret <> ''";
    const auto failed =
        timed_out_by(100ms, [&] { db->execute_query(within(100ms), query, "hunter2"); });
    CHECK_FALSE(has(failed.what(), "hunter2"));
    CHECK(has(failed.what(), query));
}

TEST_CASE("a limit is given before the query, as the documentation shows", "[deadline]") {
    house<on_sqlite3> db;
    if (db.is_closed()) return;
    db.make_items();
    auto& orders = *db.all;
    orders.execute_query(cenote::within(3s), "select count(*) from deadline_item");
    CHECK(orders.stats().failed == 0);
}
