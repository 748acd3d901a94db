#include <cenote/warehouse/page_sql.hpp>
#include <cenote/warehouse/sql_scan.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <support/catch.hpp>

using cenote::bad_page;
using cenote::page;
using cenote::page_after;
using cenote::sql::dialect;
using cenote::sql::outline;
using cenote::sql::scan;

namespace {

outline parsed(const std::string& text) {
    return scan(text, dialect::standard);
}

std::string following(const std::string& text, const page_after& wanted) {
    return cenote::detail::following_page(text, parsed(text), dialect::standard, wanted);
}

template <class F>
std::string refusal(F f) {
    try {
        f();
    } catch (const bad_page& e) {
        return e.what();
    }
    return "not refused";
}

} // namespace

TEST_CASE("a page is asked for by limit and offset, behind the statement's last word", "[page]") {
    const std::string text = "select a from t order by a -- done\n;";
    CHECK(
        cenote::detail::page_of(text, parsed(text), {.number = 3, .size = 20}) ==
        "select a from t order by a limit 20 offset 40");
}

TEST_CASE("rows are counted without being ordered", "[page]") {
    const std::string text = "select a from t where b = :b order by a, :c";
    CHECK(
        cenote::detail::count_of(text, parsed(text)) ==
        "select count(*) from (select a from t where b = :b ) cenote_page");
}

TEST_CASE("pages that cannot be are refused with what is wrong", "[page]") {
    const auto refused = [](std::int64_t number, std::int64_t size) {
        return refusal([&] { cenote::detail::check(page{.number = number, .size = size}); });
    };
    CHECK(refused(0, 50) == "the first page is 1, not 0");
    CHECK(refused(-3, 50) == "the first page is 1, not -3");
    CHECK(refused(1, 0) == "a page has 1 to 10000 rows, not 0");
    CHECK(refused(1, -1) == "a page has 1 to 10000 rows, not -1");
    CHECK(refused(1, 10'001) == "a page has 1 to 10000 rows, not 10001");
    CHECK(
        refused(std::numeric_limits<std::int64_t>::max(), 50) ==
        "there is no page 9223372036854775807");
    CHECK(refused(1, 1) == "not refused");
    CHECK(refused(1'000'000, 10'000) == "not refused");
}

TEST_CASE("only an ordered, unlimited SELECT is cut into pages", "[page]") {
    const auto refused = [](const std::string& text) {
        return refusal([&] { cenote::detail::check_pageable(parsed(text)); });
    };
    CHECK(refused("select a from t").starts_with("the query has no ORDER BY"));
    CHECK(refused("select a from (select a from t order by a) u")
              .starts_with("the query has no ORDER BY"));
    CHECK(refused("select a from t order by a limit 5").starts_with("the query has a LIMIT"));
    CHECK(refused("delete from t").starts_with("only a plain SELECT"));
    CHECK(refused("select a from t order by a for update").starts_with("only a plain SELECT"));
    CHECK(refused("select a from t order by a") == "not refused");
}

TEST_CASE("a following page begins behind the last value, in the query's own direction", "[page]") {
    CHECK(
        following("select a, id from t order by id", {.column = "id", .size = 2}) ==
        "select * from (select a, id from t ) cenote_page order by id limit 3");
    CHECK(
        following("select a, id from t order by id", {.column = "id", .after = 7, .size = 2}) ==
        "select * from (select a, id from t ) cenote_page where id > :cenote_after order by id "
        "limit 3");
    CHECK(
        following(
            "select * from t x ORDER BY x.id DESC;", {.column = "id", .after = 7, .size = 2}) ==
        "select * from (select * from t x ) cenote_page where id < :cenote_after order by id desc "
        "limit 3");
    CHECK(
        following("select * from t order by \"Id\" asc", {.column = "Id", .size = 1}) ==
        "select * from (select * from t ) cenote_page order by \"Id\" limit 2");
}

TEST_CASE("a following page needs an order by the one column it is told", "[page]") {
    CHECK(refusal([] {
              (void)following("select * from t order by a", {.column = "b"});
          }) == "page_after names column \"b\", but the query has ORDER BY a");
    for (const auto* order : {"a, b", "a + 1", "1", "lower(a)", "a desc nulls last"})
        CHECK(refusal([&] {
                  (void)following(
                      std::string{"select * from t order by "} + order, {.column = "a"});
              }).starts_with("pages by page_after need"));
}
