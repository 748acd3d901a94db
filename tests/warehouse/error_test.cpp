// Errors tell what and why, and no secrets; afterwards the warehouse is as usable as before.
#include <cenote/warehouse.hpp>

#include "database.hpp"

#include <chrono>
#include <filesystem>
#include <future>
#include <string>
#include <support/catch.hpp>
#include <vector>

using namespace std::chrono_literals;
using cenote::acquire_error;
using cenote::query_error;
using test::error_of;
using test::on_mysql;
using test::on_postgresql;
using test::on_sqlite3;

namespace {

template <class On>
using house_on = cenote::warehouse<typename On::backend>;

template <class House>
void make_table(House& house) {
    house.execute_query("drop table if exists error_item");
    house.execute_query(
        "create table error_item (id bigint primary key, name varchar(60) not null)");
    house.execute_query("insert into error_item values (1, :n)", "there-already");
}

std::string value_of(const std::string& text, const std::string& key) {
    const auto at = text.find(key + "=");
    if (at == text.npos) return {};
    const auto begin = at + key.size() + 1;
    return text.substr(begin, text.find(' ', begin) - begin);
}

/// The connection string with another value for a key.
std::string changed(std::string text, const std::string& key, const std::string& value) {
    const auto old = key + "=" + value_of(text, key);
    return text.replace(text.find(old), old.size(), key + "=" + value);
}

std::string password_in(const std::string& text) {
    return value_of(text, "password");
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEMPLATE_TEST_CASE(
    "a table that is not there is named, with the query, and the connection is kept",
    "[error]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    house_on<TestType> house{on.connect_string()};
    const std::string sql = "select * from error_ghost where id = :id";
    try {
        house.execute_query(sql, 7);
        FAIL("it did not fail");
    } catch (const query_error& e) {
        CHECK(contains(e.what(), "error_ghost"));
        CHECK(contains(e.what(), "query: " + sql));
        CHECK(e.failure().what == cenote::fault::permanent);
        CHECK_FALSE(e.failure().code.empty());
        CHECK(e.failure().attempts == 1);
        CHECK(e.failure().values.empty());
    }
    CHECK(house.template execute_query<int>("select 1 + 1").front() == 2);
    CHECK(house.stats().pool.since.opened == 1);
    CHECK(house.stats().pool.now.leased == 0);
}

TEMPLATE_TEST_CASE(
    "an error text holds no bound values and no password, unless values are asked for",
    "[error]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    const bool shown = GENERATE(false, true);
    house_on<TestType> house{on.connect_string(), {.show_values = shown}};
    make_table(house);
    const std::string secret = "swordfish-4711";
    house.execute_query("insert into error_item values (4711, :name)", secret);

    const std::vector<std::string> told{
        error_of<query_error>(
            [&] { house.execute_query("insert into error_item values (:i, :n)", 4711, secret); }),
        error_of<query_error>(
            [&] { house.execute_query("select * from error_ghost where n = :n", secret); }),
        error_of<query_error>([&] {
            house.execute_batch_query(
                "insert into error_item values (:i, :n)",
                std::vector<std::tuple<int, std::string>>{{1, secret}, {4711, secret}});
        }),
        error_of<query_error>([&] {
            house.execute_batch_query(
                {cenote::statement{"insert into error_item values (:i, :n)", 4711, secret}});
        })};
    for (const auto& text : told) {
        INFO(text);
        CHECK(contains(text, secret) == shown);
        if (!shown) CHECK_FALSE(contains(text, "4711"));
        if (const auto password = password_in(on.connect_string()); !password.empty())
            CHECK_FALSE(contains(text, password));
    }
}

TEMPLATE_TEST_CASE(
    "a wrong password is answered at once, and never told", "[error]", on_mysql, on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    house_on<TestType> house{changed(on.connect_string(), "password", "hunter2hunter2")};
    std::string told;
    const auto time = test::time_of(
        [&] { told = error_of<acquire_error>([&] { house.execute_query("select 1"); }); });
    INFO(told);
    CHECK(time < 5s);
    CHECK(contains(told, "permanent"));
    CHECK_FALSE(contains(told, "hunter2hunter2"));
}

TEMPLATE_TEST_CASE(
    "an unreachable server is told by the deadline, with the reason",
    "[error]",
    on_mysql,
    on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    house_on<TestType> house{changed(on.connect_string(), "port", "1")};
    std::string told;
    const auto time = test::time_of([&] {
        told = error_of<acquire_error>(
            [&] { house.execute_query(cenote::within(300ms), "select 1"); });
    });
    INFO(told);
    CHECK(time < 5s);
    CHECK(contains(told, "last cause"));
    CHECK_FALSE(contains(told, password_in(on.connect_string())));
}

TEST_CASE("a malformed connection string is refused before anything is tried", "[error]") {
    CHECK_THROWS_AS(
        cenote::warehouse<cenote::db::mysql>{"host=localhost reconnect=1"}, std::invalid_argument);
    CHECK_THROWS_AS(
        cenote::warehouse<cenote::db::mysql>{"host=localhost nonsense=1"}, std::invalid_argument);
    CHECK_THROWS_AS(
        cenote::warehouse<cenote::db::postgresql>{"host=localhost nonsense=1"},
        std::invalid_argument);
}

TEST_CASE("a bad option is refused by its name when the warehouse is made", "[error]") {
    CHECK(error_of<cenote::options_error>([] {
              cenote::warehouse<cenote::db::sqlite3>{":memory:", {.verify_timeout = -1ms}};
          }) == "verify_timeout must be > 0 and at most acquire_timeout, got -1ms");
}

TEST_CASE("a file that cannot be opened is named", "[error]") {
    cenote::warehouse<cenote::db::sqlite3> house{
        "/nowhere/at/all.db", {.verify_timeout = 100ms, .acquire_timeout = 300ms}};
    CHECK(contains(
        error_of<acquire_error>([&] { house.execute_query("select 1"); }), "/nowhere/at/all.db"));
}

TEST_CASE("a read-only file refuses writes with the reason, and goes on being read", "[error]") {
    on_sqlite3 on;
    if (!on.reachable()) return;
    {
        house_on<on_sqlite3> house{on.connect_string()};
        make_table(house);
    }
    house_on<on_sqlite3> house{"dbname=" + on.connect_string() + " readonly=true"};
    CHECK(contains(
        error_of<query_error>([&] { house.execute_query("delete from error_item"); }),
        "readonly database"));
    CHECK(house.template execute_query<int>("select count(*) from error_item").front() == 1);
}

TEST_CASE("a full disk undoes the batch, says so, and leaves the warehouse usable", "[error]") {
    on_sqlite3 on;
    if (!on.reachable()) return;
    house_on<on_sqlite3> house{on.connect_string(), {.max_size = 1}};
    make_table(house);
    house.execute_query("pragma max_page_count = 20");
    std::vector<std::tuple<int, std::string>> rows;
    for (int i = 10; i < 5'000; ++i)
        rows.emplace_back(i, std::string(60, 'x'));
    const auto told = error_of<query_error>(
        [&] { house.execute_batch_query("insert into error_item values (:i, :n)", rows); });
    INFO(told);
    CHECK(contains(told, "full"));
    CHECK(house.template execute_query<int>("select count(*) from error_item").front() == 1);
    house.execute_batch_query("insert into error_item values (:i, :n)", std::vector{rows[0]});
    CHECK(house.template execute_query<int>("select count(*) from error_item").front() == 2);
}

TEMPLATE_TEST_CASE(
    "a closed warehouse says so, at once, to everyone who asks",
    "[error]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    house_on<TestType> house{on.connect_string()};
    house.execute_query("select 1");
    CHECK(house.close(1s).complete());
    CHECK(contains(error_of<acquire_error>([&] { house.execute_query("select 1"); }), "closed"));
    CHECK_THROWS_AS(house.connection(), acquire_error);
    CHECK_THROWS_AS(house.execute_batch_query({cenote::statement{"select 1"}}), acquire_error);
}

TEMPLATE_TEST_CASE(
    "closing names the place of a query that is still out", "[error]", on_mysql, on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    house_on<TestType> house{on.connect_string()};
    const std::string nap{
        house.pool().factory().name == "mysql" ? "select sleep(0.3)"
                                               : "select pg_sleep(0.3)::text"};
    auto answer = std::async(std::launch::async, [&] { return house.execute_query(nap).size(); });
    // Lent is counted after the place has been noted; leased before.
    REQUIRE(test::comes_true([&] { return house.stats().pool.since.lent == 1; }));
    const auto report = house.close(1ms);
    REQUIRE(report.still_out.size() == 1);
    CHECK(contains(report.still_out.front().file_name(), "error_test.cpp"));
    CHECK(answer.get() == 1);
    CHECK(house.close(1s).complete());
}

TEMPLATE_TEST_CASE(
    "SQL that SOCI would misread is refused before anything is sent",
    "[error]",
    on_mysql,
    on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    house_on<TestType> house{on.connect_string()};
    CHECK(
        house.template execute_query<std::string>("select 'at 12:30' as t -- harmless").front() ==
        "at 12:30");
    CHECK_THROWS_AS(house.execute_query("select :a -- ratio 1:b\n", 1), cenote::bad_query);
    CHECK_THROWS_AS(house.execute_query("select /* isn't */ :a", 1), cenote::bad_query);
    CHECK(
        house.execute_query("select 1 from (select 1) t where :a <> :b -- one, two", 1, 2).size() ==
        1);
}
