#include <cenote/warehouse.hpp>

#include "database.hpp"

#include <boost/hana/define_struct.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <support/catch.hpp>
#include <tuple>
#include <vector>

using cenote::bad_query;
using cenote::query_error;
using cenote::statement;
using cenote::value;
using test::on_mysql;
using test::on_postgresql;
using test::on_sqlite3;

namespace {

struct item {
    BOOST_HANA_DEFINE_STRUCT(
        item, (std::optional<std::string>, note), (std::int64_t, id), (std::string, name));
};

/// A warehouse with an empty table of items.
template <class On>
class store {
public:
    using warehouse = cenote::warehouse<typename On::backend>;

    bool open() {
        if (!on_.reachable()) return false;
        house.emplace(on_.connect_string());
        house->execute_query("drop table if exists batch_item");
        house->execute_query(
            "create table batch_item (id bigint primary key, name varchar(40) not null, note "
            "varchar(2000))");
        return true;
    }

    int count() {
        return house->template execute_query<int>("select count(*) from batch_item").front();
    }

    template <class Rows>
    query_error refused(const std::string& sql, const Rows& rows) {
        try {
            house->execute_batch_query(sql, rows);
        } catch (const query_error& e) {
            return e;
        }
        FAIL("the batch was not refused");
        return query_error{{}};
    }

    std::optional<warehouse> house;

private:
    On on_;
};

std::vector<std::tuple<int, std::string>> numbered(int from, int to) {
    std::vector<std::tuple<int, std::string>> rows;
    for (int i = from; i < to; ++i)
        rows.emplace_back(i, "item " + std::to_string(i));
    return rows;
}

const std::string insert = "insert into batch_item (id, name) values (:id, :name)";

} // namespace

TEMPLATE_TEST_CASE(
    "a batch of many rows arrives whole, whatever its rows are made of",
    "[batch]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;

    SECTION("tuples, in several chunks") {
        const auto done = s.house->execute_batch_query(insert, numbered(0, 2'345));
        CHECK(done.done == 2'345);
        CHECK(done.affected == 2'345);
        CHECK(s.count() == 2'345);
        CHECK(
            s.house
                ->template execute_query<std::string>("select name from batch_item where id = 2000")
                .front() == "item 2000");
    }
    SECTION("described structs, by the names of their members") {
        s.house->execute_batch_query(
            "insert into batch_item (id, name, note) values (:id, upper(:name), :note)",
            std::vector<item>{{std::nullopt, 1, "a"}, {"two", 2, "b"}, {"three", 3, "c"}});
        const auto back =
            s.house->template execute_query<item>("select * from batch_item order by id");
        REQUIRE(back.size() == 3);
        CHECK(back[0].note == std::nullopt);
        CHECK(back[1].note == "two");
        CHECK(back[2].name == "C");
    }
    SECTION("values whose types differ from row to row") {
        s.house->execute_batch_query(
            "insert into batch_item (id, name, note) values (:id, :name, :note)",
            std::vector<std::vector<value>>{{1, "a", nullptr}, {2, "b", "x"}, {3, "c", nullptr}});
        CHECK(
            s.house
                ->template execute_query<int>("select count(*) from batch_item where note is null")
                .front() == 2);
    }
    SECTION("arrays and plain values") {
        using pair = std::array<std::string, 2>;
        s.house->execute_batch_query(insert, std::vector<pair>{{"7", "seven"}, {"8", "eight"}});
        s.house->execute_batch_query("delete from batch_item where id = :id", std::vector{7, 8});
        CHECK(s.count() == 0);
    }
    SECTION("a placeholder that stands twice takes one value") {
        s.house->execute_batch_query(
            "insert into batch_item (id, name, note) values (:id, :text, :text)",
            std::vector<std::tuple<int, std::string>>{{1, "a"}, {2, "b"}});
        CHECK(
            s.house
                ->template execute_query<int>("select count(*) from batch_item where name = note")
                .front() == 2);
    }
    SECTION("no rows at all need no connection") {
        CHECK(s.house->execute_batch_query(insert, numbered(0, 0)).done == 0);
    }
    SECTION("long texts are sent in smaller chunks") {
        std::vector<std::tuple<int, std::string, std::string>> rows;
        for (int i = 0; i < 1'500; ++i)
            rows.emplace_back(i, "n", std::string(2'000, 'x'));
        CHECK(
            s.house
                ->execute_batch_query(
                    "insert into batch_item (id, name, note) values (:i, :n, :t)", rows)
                .done == 1'500);
        CHECK(s.count() == 1'500);
    }
    SECTION("a statement that is no plain insert is sent for each row") {
        s.house->execute_batch_query(insert, numbered(0, 20));
        const auto done = s.house->execute_batch_query(
            "update batch_item set note = :note where id >= :id",
            std::vector<std::tuple<std::string, int>>{{"x", 10}, {"y", 15}});
        CHECK(done.affected == 15);
        CHECK(
            s.house->template execute_query<int>("select count(*) from batch_item where note = 'y'")
                .front() == 5);
    }
}

TEMPLATE_TEST_CASE(
    "a batch is all or nothing, and says which row was refused",
    "[batch]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;
    s.house->execute_batch_query(insert, std::vector<std::tuple<int, std::string>>{{-1, "there"}});

    SECTION("in the first chunk") {
        auto rows = numbered(0, 10);
        rows[7] = {-1, "twice"};
        CHECK(s.refused(insert, rows).failure().row == 7);
    }
    SECTION("in a later chunk") {
        auto rows = numbered(0, 2'500);
        rows[2'100] = {5, "twice"};
        const auto no = s.refused(insert, rows);
        CHECK(no.failure().row == 2'100);
        CHECK(std::string{no.what()}.starts_with("query failed in row 2100: "));
    }
    SECTION("where each row is a statement of its own") {
        s.house->execute_batch_query(insert, std::vector<std::tuple<int, std::string>>{{-2, "b"}});
        const std::vector<std::tuple<int, int>> rows{{10, -1}, {10, -2}};
        CHECK(
            s.refused("update batch_item set id = :to where id = :from", rows).failure().row == 1);
        CHECK(
            s.house->template execute_query<int>("select count(*) from batch_item where id < 0")
                .front() == 2);
        s.house->execute_query("delete from batch_item where id = -2");
    }
    SECTION("a row that does not fit the statement is refused by its number") {
        const std::vector<std::vector<value>> rows{{1, "a"}, {2, "b"}, {3}};
        CHECK(test::error_of<bad_query>([&] {
                  s.house->execute_batch_query(insert, rows);
              }) == "query has 2 placeholder(s), but row 2 has values for 1");
    }
    CHECK(s.count() == 1);
    CHECK(s.house->stats().pool.now.leased == 0);
    s.house->execute_batch_query(insert, numbered(0, 3)); // and it works on
    CHECK(s.count() == 4);
}

TEMPLATE_TEST_CASE(
    "rows that clash only with each other are sent one by one",
    "[batch]",
    on_sqlite3,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;
    // PostgreSQL refuses to update one row twice in one INSERT.
    const auto done = s.house->execute_batch_query(
        insert + " on conflict (id) do update set name = excluded.name",
        std::vector<std::tuple<int, std::string>>{{1, "first"}, {2, "other"}, {1, "second"}});
    CHECK(done.done == 3);
    CHECK(
        s.house->template execute_query<std::string>("select name from batch_item where id = 1")
            .front() == "second");
}

TEMPLATE_TEST_CASE(
    "different statements go in one transaction, and the refused one is told",
    "[batch]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;

    const auto done = s.house->execute_batch_query(
        {statement{insert, 1, "one"},
         statement{insert, cenote::arg("name", "two"), cenote::arg("id", 2)},
         statement{"select * from batch_item"},
         statement{"update batch_item set note = 'x'"}});
    CHECK(done.done == 4);
    CHECK(done.affected == 4);

    const auto no = test::error_of<query_error>([&] {
        s.house->execute_batch_query(
            {statement{"delete from batch_item"},
             statement{insert, 3, "three"},
             statement{"insert into batch_item (id) values (:id)", 4}});
    });
    CHECK(no.starts_with("query failed in statement 2: "));
    CHECK(no.ends_with("; query: insert into batch_item (id) values (:id)"));
    CHECK(s.count() == 2);

    const auto unsent = test::error_of<bad_query>([&] {
        s.house->execute_batch_query({statement{"delete from batch_item"}, statement{insert, 3}});
    });
    CHECK(unsent.starts_with("query has 2 placeholder(s)"));
    CHECK(s.count() == 2);
    CHECK(s.house->execute_batch_query(std::vector<statement>{}).done == 0);
}
