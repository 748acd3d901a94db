#include <cenote/warehouse.hpp>

#include "database.hpp"

#include <boost/hana/define_struct.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <tuple>
#include <vector>

using cenote::arg;
using cenote::bad_page;
using cenote::page;
using cenote::page_after;
using test::on_mysql;
using test::on_postgresql;
using test::on_sqlite3;

namespace {

struct item {
    BOOST_HANA_DEFINE_STRUCT(item, (std::int64_t, id), (std::string, name));
};

/// A warehouse with items 1 to 25.
template <class On>
class store {
public:
    bool open() {
        if (!on_.reachable()) return false;
        house.emplace(on_.connect_string());
        house->execute_query("drop table if exists page_item");
        house->execute_query("create table page_item (id bigint primary key, name varchar(40))");
        std::vector<std::tuple<int, std::string>> rows;
        for (int i = 1; i <= 25; ++i)
            rows.emplace_back(i, "item " + std::to_string(i));
        house->execute_batch_query("insert into page_item values (:id, :name)", rows);
        return true;
    }

    std::optional<cenote::warehouse<typename On::backend>> house;

private:
    On on_;
};

} // namespace

TEMPLATE_TEST_CASE(
    "a page has its rows, the total, and whether there is a next",
    "[page]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;
    const std::string sql =
        "select id, name from page_item where id > :low order by id desc -- all";

    const auto second = s.house->execute_paginated_query(sql, page{.number = 2, .size = 10}, 3);
    CHECK(second.total == 22);
    CHECK(second.pages == 3);
    CHECK(second.has_next);
    REQUIRE(second.rows.size() == 10);
    CHECK(second.rows.front().template get<int>("id") == 15);

    const auto last = s.house->template execute_paginated_query<item>(
        sql, page{.number = 3, .size = 10}, arg("low", 3));
    CHECK_FALSE(last.has_next);
    REQUIRE(last.rows.size() == 2);
    CHECK(last.rows.back().name == "item 4");

    const auto past = s.house->execute_paginated_query(sql, page{.number = 9, .size = 10}, 3);
    CHECK(past.rows.empty());
    CHECK(past.total == 22);
    CHECK_FALSE(past.has_next);

    const auto none = s.house->execute_paginated_query(sql, page{}, 100);
    CHECK(none.pages == 0);
    CHECK(none.rows.empty());
}

TEMPLATE_TEST_CASE(
    "walking by page_after meets each row once, and ends",
    "[page]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;

    for (const std::string order : {"order by id", "order by page_item.id desc"}) {
        const auto sql = "select name, id from page_item where id <> :not " + order;
        page_after next{.column = "id", .size = 10};
        std::vector<std::int64_t> met;
        for (bool more = true; more;) {
            const auto found = s.house->template execute_paginated_query<item>(sql, next, 20);
            for (const auto& one : found.rows)
                met.push_back(one.id);
            next.after = found.last;
            more = found.has_next;
        }
        REQUIRE(met.size() == 24);
        CHECK(met.front() == (order == "order by id" ? 1 : 25));
        CHECK(met.back() == (order == "order by id" ? 25 : 1));
    }
    const auto beyond = s.house->execute_paginated_query(
        "select id from page_item order by id",
        page_after{.column = "id", .after = 25, .size = 10});
    CHECK(beyond.rows.empty());
    CHECK(beyond.last.is_null());
    CHECK_FALSE(beyond.has_next);
}

TEMPLATE_TEST_CASE(
    "walking by text works as walking by numbers does",
    "[page]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;
    const auto found = s.house->execute_paginated_query(
        "select * from page_item order by name",
        page_after{.column = "name", .after = "item 24", .size = 2});
    REQUIRE(found.rows.size() == 2);
    CHECK(found.rows[0].template get<std::string>("name") == "item 25");
    CHECK(found.rows[1].template get<std::string>("name") == "item 3");
    CHECK(found.has_next);
}

TEST_CASE("a page that cannot be is refused before a connection is asked for", "[page]") {
    on_sqlite3 on;
    if (!on.reachable()) return;
    cenote::warehouse<on_sqlite3::backend> house{on.connect_string()};
    const std::string sql = "select id from t order by id";
    CHECK_THROWS_AS(house.execute_paginated_query(sql, page{.number = 0}), bad_page);
    CHECK_THROWS_AS(house.execute_paginated_query(sql, page{.size = -1}), bad_page);
    CHECK_THROWS_AS(house.execute_paginated_query(sql, page{.size = 1'000'000}), bad_page);
    CHECK_THROWS_AS(
        house.execute_paginated_query(sql, page_after{.column = "id", .size = 0}), bad_page);
    CHECK_THROWS_AS(house.execute_paginated_query(sql, page_after{.column = "x"}), bad_page);
    CHECK_THROWS_AS(house.execute_paginated_query("select id from t", page{}), bad_page);
    CHECK(house.stats().pool.since.opened == 0);
}

TEST_CASE("a deep page by page_after is found by the index, not by counting", "[page]") {
    on_sqlite3 on;
    if (!on.reachable()) return;
    store<on_sqlite3> s;
    REQUIRE(s.open());
    const auto plan = s.house->execute_query(
        "explain query plan " +
            cenote::detail::following_page(
                "select id, name from page_item order by id",
                cenote::sql::scan(
                    "select id, name from page_item order by id", cenote::sql::dialect::sqlite3),
                cenote::sql::dialect::sqlite3,
                {.column = "id", .after = 20, .size = 5}),
        20);
    std::string steps;
    for (const auto step : plan)
        steps += step.get<std::string>("detail") + '\n';
    CHECK(steps.find("SEARCH") != steps.npos);
    CHECK(steps.find("TEMP B-TREE") == steps.npos);
}
