// What each database sends arrives as what it is, and exactly.
#include <cenote/warehouse.hpp>

#include "database.hpp"

#include <cstdint>
#include <ctime>
#include <limits>
#include <optional>
#include <string>
#include <support/catch.hpp>

using cenote::column_error;
using cenote::value;
using test::on_mysql;
using test::on_postgresql;
using test::on_sqlite3;

TEMPLATE_TEST_CASE(
    "values come back as they were bound", "[types]", on_sqlite3, on_mysql, on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    cenote::warehouse<typename TestType::backend> house{on.connect_string()};
    house.execute_query("drop table if exists type_item");
    house.execute_query(
        "create table type_item (n bigint, d double precision, t varchar(200), b boolean, at "
        "timestamp null)");
    const auto back = [&](const auto&... all) {
        house.execute_query("delete from type_item");
        house.execute_query("insert into type_item values (:n, :d, :t, :b, :at)", all...);
        return house.execute_query("select * from type_item").front();
    };

    SECTION("the largest and the smallest numbers") {
        constexpr auto low = std::numeric_limits<std::int64_t>::min();
        constexpr auto high = std::numeric_limits<std::int64_t>::max();
        CHECK(back(low, 0.1, "", false, nullptr).template get<std::int64_t>("n") == low);
        const auto row = back(high, 1e-300, "", false, nullptr);
        CHECK(row.template get<std::uint64_t>("n") == high);
        CHECK(row.template get<double>("d") == 1e-300);
        CHECK(back(1, 0.1, "", false, nullptr).template get<double>("d") == 0.1);
    }
    SECTION("text of any language, quotes and backslashes") {
        const std::string text = "Zoë \\ 'x' \"y\" \n :no ? $1 %s — 日本";
        CHECK(back(1, 1.0, text, true, nullptr).template get<std::string>("t") == text);
        CHECK(back(1, 1.0, "", true, nullptr).template get<std::string>("t").empty());
    }
    SECTION("truth") {
        CHECK(back(1, 1.0, "", true, nullptr).template get<bool>("b"));
        CHECK_FALSE(back(1, 1.0, "", false, nullptr).template get<bool>("b"));
    }
    SECTION("NULL of every type") {
        const auto row = back(nullptr, std::optional<double>{}, value{}, std::nullopt, nullptr);
        for (std::size_t i = 0; i < row.size(); ++i) {
            CHECK(row.template get<value>(i).is_null());
            CHECK_FALSE(row.template get<std::optional<std::string>>(i));
        }
    }
    SECTION("a point in time") {
        std::tm noon{};
        noon.tm_year = 124;
        noon.tm_mon = 1;
        noon.tm_mday = 29;
        noon.tm_hour = 12;
        const auto row = back(1, 1.0, "", true, noon);
        CHECK(value{row.template get<std::tm>("at")} == value{noon});
        CHECK(row.template get<std::string>("at").starts_with("2024-02-29 12:00:00"));
    }
}

TEMPLATE_TEST_CASE("a decimal keeps all its digits", "[types]", on_mysql, on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    cenote::warehouse<typename TestType::backend> house{on.connect_string()};
    const auto row =
        house
            .execute_query("select cast('12345678901234567.89' as decimal(20, 2)) as money, "
                           "cast(7 as decimal(20, 0)) as whole")
            .front();
    CHECK(row.template get<std::string>("money") == "12345678901234567.89");
    CHECK(row.template get<double>("money") == Approx(12345678901234567.89));
    CHECK_THROWS_AS(row.template get<std::int64_t>("money"), column_error);
    CHECK(row.template get<int>("whole") == 7);
    CHECK(row.template get<value>("money") == value{"12345678901234567.89"});
}

TEMPLATE_TEST_CASE(
    "an expression has the type that the database gives it",
    "[types]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    cenote::warehouse<typename TestType::backend> house{on.connect_string()};
    const auto row = house
                         .execute_query("select count(*) as n, max(x) as t, sum(7) as s, null as z "
                                        "from (select 'b' as x) q")
                         .front();
    CHECK(row.template get<int>("n") == 1);
    CHECK(row.template get<std::string>("t") == "b");
    CHECK(row.template get<int>("s") == 7);
    CHECK(row.template get<std::optional<int>>("z") == std::nullopt);
}

TEST_CASE("numbers beyond the signed ones are whole on MySQL, and refused by SQLite", "[types]") {
    constexpr auto huge = std::numeric_limits<std::uint64_t>::max();
    if (on_mysql on; on.reachable()) {
        cenote::warehouse<cenote::db::mysql> house{on.connect_string()};
        const auto row = house.execute_query("select cast(:n as unsigned) as n", huge).front();
        CHECK(row.get<std::uint64_t>("n") == huge);
        CHECK_THROWS_AS(row.get<std::int64_t>("n"), column_error);
    }
    cenote::warehouse<cenote::db::sqlite3> house{":memory:"};
    CHECK_THROWS_AS(house.execute_query("select :n", huge), cenote::bad_query);
    CHECK(house.execute_query<int>("select :n", std::uint64_t{7}).front() == 7);
}

TEST_CASE("text with a zero byte is refused where the driver would cut it", "[types]") {
    const std::string bytes{"a\0b", 3};
    if (on_postgresql on; on.reachable()) {
        cenote::warehouse<cenote::db::postgresql> house{on.connect_string()};
        CHECK_THROWS_AS(house.execute_query("select cast(:t as text)", bytes), cenote::bad_query);
    }
    if (on_mysql on; on.reachable()) {
        cenote::warehouse<cenote::db::mysql> house{on.connect_string()};
        CHECK(house.execute_query<std::string>("select :t", bytes).front() == bytes);
    }
}

TEST_CASE("MySQL's bits and years are numbers", "[types]") {
    on_mysql on;
    if (!on.reachable()) return;
    cenote::warehouse<cenote::db::mysql> house{on.connect_string()};
    house.execute_query("drop table if exists type_bits");
    house.execute_query("create table type_bits (b bit(1), w bit(12), y year)");
    house.execute_query("insert into type_bits values (b'1', b'100000000001', 2024)");
    const auto row = house.execute_query("select * from type_bits").front();
    CHECK(row.get<bool>("b"));
    CHECK(row.get<int>("w") == 2049);
    CHECK(row.get<int>("y") == 2024);
}
