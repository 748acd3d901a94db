#include <cenote/warehouse/sql_scan.hpp>

#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <vector>

using cenote::sql::dialect;
using cenote::sql::outline;
using cenote::sql::scan;

namespace {

constexpr dialect all[] = {dialect::sqlite3, dialect::mysql, dialect::postgresql};

std::vector<std::string> names(std::string_view text, dialect whose) {
    std::vector<std::string> found;
    for (const auto& one : scan(text, whose).placeholders)
        found.emplace_back(one.name);
    return found;
}

std::string inserted_row(const std::string& text, dialect whose = dialect::sqlite3) {
    const auto row = scan(text, whose).inserted_row;
    return row ? text.substr(row->begin, row->end - row->begin) : "";
}

using list = std::vector<std::string>;

} // namespace

TEST_CASE("placeholders are found in the order of the text, repeats included", "[sql]") {
    for (const auto whose : all)
        CHECK(
            names("select :b, :a from t where x=:a and y>:long_name1", whose) ==
            list{"b", "a", "a", "long_name1"});
}

TEST_CASE("quotes, quoted names and comments hold no placeholders", "[sql]") {
    for (const auto whose : all) {
        CHECK(names("select ':no', 'it''s :no', \"a:no\", :yes", whose) == list{"yes"});
        CHECK(names("select 1 -- :no\n, :yes", whose) == list{"yes"});
        CHECK(names("select /* :no ' \" */ :yes /* :no", whose) == list{"yes"});
        CHECK(names("select 'open :no", whose).empty());
    }
    CHECK(names("select `a:no`, :yes # :no", dialect::mysql) == list{"yes"});
    CHECK(names("select [a:no], :yes", dialect::sqlite3) == list{"yes"});
}

TEST_CASE("each database escapes quotes in its own way", "[sql]") {
    CHECK(names(R"(select 'it\'s :no', :yes)", dialect::mysql) == list{"yes"});
    CHECK(names(R"(select "say \" :no", :yes)", dialect::mysql) == list{"yes"});
    CHECK(names(R"(select 'back\', :yes)", dialect::sqlite3) == list{"yes"});
    CHECK(names(R"(select 'back\', :yes)", dialect::postgresql) == list{"yes"});
    CHECK(names(R"(select E'it\'s :no', :yes)", dialect::postgresql) == list{"yes"});
    CHECK(names(R"(select e'\\', :yes)", dialect::postgresql) == list{"yes"});
}

TEST_CASE(
    "PostgreSQL's casts, dollar quotes, slices and nested comments are no placeholders", "[sql]") {
    constexpr auto pg = dialect::postgresql;
    CHECK(names("select a::int, :x::text, b::int[]", pg) == list{"x"});
    CHECK(names("select $$ :no ' $$, $tag$ :no $$ $tag$, :yes", pg) == list{"yes"});
    CHECK(names("select $1, a$b, :yes", pg) == list{"yes"});
    CHECK(names("select a[1:2], :yes", pg) == list{"yes"});
    CHECK(names("/* /* :no */ :no */ select :yes", pg) == list{"yes"});
    CHECK(names("/* /* :no */ select :yes", dialect::mysql) == list{"yes"});
    CHECK(names("select @x := :yes", dialect::mysql) == list{"yes"});
}

TEST_CASE("a double dash needs a blank behind it to be a comment in MySQL", "[sql]") {
    CHECK(names("select 5--:yes", dialect::mysql) == list{"yes"});
    CHECK(names("select 5--:no", dialect::sqlite3).empty());
    CHECK(names("select 5 --", dialect::mysql).empty());
}

TEST_CASE("what SOCI's own scanner may misread is noticed", "[sql]") {
    constexpr auto pg = dialect::postgresql;
    CHECK_FALSE(scan("select 'at 12:30', :x::int, 'it''s'", pg).trap);
    CHECK_FALSE(scan("select 1 -- harmless\n, /* too */ :x", pg).trap);
    CHECK(scan("select 1 -- don't\n, :x", pg).trap);
    CHECK(scan("select 1 /* a:b */", pg).trap);
    CHECK(scan("select a[1:2]", pg).trap);
    CHECK(scan("select $$ a:b $$", pg).trap);
    CHECK(scan(R"(select E'it\'s')", pg).trap);
    CHECK(scan("select `a:b`", dialect::mysql).trap);
}

TEST_CASE("statements that only read are told from those that write", "[sql]") {
    for (const auto whose : all) {
        CHECK(scan("select 1", whose).read);
        CHECK(scan("  -- why\n SELECT * from t;", whose).read);
        CHECK(scan("(select 1) union (select 2)", whose).read);
        CHECK(scan("with a as (select 1) select * from a", whose).read);
        CHECK(scan("values (1), (2)", whose).read);
        CHECK(scan("show tables", whose).read);
        CHECK(scan("explain select 1", whose).read);
        CHECK(scan("select replace(name, 'a', 'b') from t", whose).read);
        CHECK(scan("select 'delete from t', \"update\" from t", whose).read);

        CHECK_FALSE(scan("insert into t values (1)", whose).read);
        CHECK_FALSE(scan("update t set a = 1", whose).read);
        CHECK_FALSE(scan("delete from t", whose).read);
        CHECK_FALSE(scan("create table t (a int)", whose).read);
        CHECK_FALSE(scan("call p()", whose).read);
        CHECK_FALSE(scan("pragma user_version = 1", whose).read);
        CHECK_FALSE(scan("select * from t for update", whose).read);
        CHECK_FALSE(scan("select * from t for share", whose).read);
        CHECK_FALSE(scan("select * from t for key share", whose).read);
        CHECK_FALSE(scan("select * from t lock in share mode", whose).read);
        CHECK_FALSE(scan("select * into u from t", whose).read);
        CHECK_FALSE(scan("with a as (delete from t returning *) select * from a", whose).read);
        CHECK_FALSE(scan("with a as (select 1) insert into t select * from a", whose).read);
        CHECK_FALSE(scan("explain analyze delete from t", whose).read);
        CHECK_FALSE(scan("select @a := 1", whose).read);
        CHECK_FALSE(scan("select 1; drop table t", whose).read);
        CHECK_FALSE(scan("", whose).read);
    }
}

TEST_CASE("no statement and more than one are noticed, a last semicolon is neither", "[sql]") {
    CHECK(scan("", dialect::mysql).empty);
    CHECK(scan(" ; -- nothing\n", dialect::mysql).empty);
    CHECK_FALSE(scan("select 1; -- done\n", dialect::mysql).several);
    CHECK_FALSE(scan("select ';'", dialect::mysql).several);
    CHECK(scan("select 1; select 2", dialect::mysql).several);
    CHECK(scan("select 1 ; -- end", dialect::mysql).end == 8);
}

TEST_CASE("only an ORDER BY at the top level is the order of the result", "[sql]") {
    const std::string text =
        "select x, rank() over (order by y) from (select 1 order by 2) t ORDER  BY x";
    const outline found = scan(text, dialect::postgresql);
    REQUIRE(found.order_by.has_value());
    CHECK(text.substr(*found.order_by) == "ORDER  BY x");
    CHECK_FALSE(scan("select rank() over (order by y) from t", dialect::mysql).order_by);
    CHECK_FALSE(scan("select 'order by x' -- order by x", dialect::mysql).order_by);
}

TEST_CASE("a limit of its own is noticed", "[sql]") {
    CHECK_FALSE(scan("select * from (select 1 limit 1) t order by x", dialect::mysql).limited);
    CHECK(scan("select * from t order by x limit 5", dialect::mysql).limited);
    CHECK(scan("select * from t order by x offset 5", dialect::postgresql).limited);
    CHECK(scan("select * from t order by x fetch first 5 rows only", dialect::postgresql).limited);
}

TEST_CASE("the row of a plain insert is found", "[sql]") {
    CHECK(inserted_row("insert into t (a, b) values (:a, lower(:b))") == "(:a, lower(:b))");
    CHECK(inserted_row("INSERT INTO t VALUES(:a)") == "(:a)");
    CHECK(inserted_row("replace into t values (:a)", dialect::mysql) == "(:a)");
    CHECK(
        inserted_row("insert into t values (:a) on conflict (a) do update set a = 1, b = 2") ==
        "(:a)");
    CHECK(
        inserted_row(
            "insert into t values (:a, ')') on duplicate key update a = values(a)",
            dialect::mysql) == "(:a, ')')");
}

TEST_CASE("an insert that cannot take more rows is left as it is", "[sql]") {
    CHECK(inserted_row("insert into t values (:a), (:b)").empty());
    CHECK(inserted_row("insert into t values (:a) returning id").empty());
    CHECK(inserted_row("insert into t values (:a) on conflict do update set n = :n").empty());
    CHECK(inserted_row("insert into t select :a").empty());
    CHECK(inserted_row("insert into t set a = :a", dialect::mysql).empty());
    CHECK(inserted_row("insert into t values (:a").empty());
    CHECK(inserted_row("update t set a = :a").empty());
    CHECK(inserted_row("insert into t values (:a); delete from t").empty());
}

TEST_CASE("a query proper is told from what else reads, and from what does not", "[sql]") {
    for (const auto whose : all) {
        for (const auto* text :
             {"select 1",
              "(select 1) union (select 2)",
              "WITH x AS (select 1) select * from x",
              "values (1)",
              "table t",
              "/* c */ Select 1"})
            CHECK(scan(text, whose).query);
        for (const auto* text : {"show tables", "explain select 1", "insert into t select 1", ""})
            CHECK_FALSE(scan(text, whose).query);
    }
}
