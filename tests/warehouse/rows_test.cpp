#include <cenote/db/sqlite3/cursor.hpp>
#include <cenote/warehouse/query.hpp>

#include <boost/hana/define_struct.hpp>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <array>
#include <cstdint>
#include <ctime>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <support/catch.hpp>
#include <vector>

using cenote::arg;
using cenote::bad_query;
using cenote::column_error;
using cenote::parameter;
using cenote::rows;
using cenote::value;
using cenote::db::sqlite3_cursor;

namespace {

struct member {
    BOOST_HANA_DEFINE_STRUCT(
        member, (std::int64_t, id), (std::string, name), (std::optional<double>, score));
};

struct misfit {
    BOOST_HANA_DEFINE_STRUCT(misfit, (std::int64_t, id), (int, name));
};

struct unlisted {
    BOOST_HANA_DEFINE_STRUCT(unlisted, (std::int64_t, id), (int, absent));
};

class database {
public:
    database() {
        session << "create table member (id integer primary key, name text, score real, extra)";
        session << "insert into member values (5000000000, 'ann', 1.5, null), (2, 'bob', null, "
                   "x'00ff')";
    }

    template <class... Args>
    rows query(const std::string& text, const Args&... args) {
        std::array<parameter, sizeof...(Args)> given{parameter{args}...};
        const auto statement = cenote::sql::scan(text, cenote::sql::dialect::sqlite3);
        cenote::match(statement, given, cenote::sql::dialect::sqlite3);
        return cenote::detail::fetch_rows<sqlite3_cursor>(session, text, statement, given);
    }

    template <class T>
    std::vector<T> records(const std::string& text) {
        const auto statement = cenote::sql::scan(text, cenote::sql::dialect::sqlite3);
        return cenote::detail::fetch_records<T, sqlite3_cursor>(session, text, statement, {});
    }

    soci::session session{soci::sqlite3, "dbname=:memory:"};
};

template <class Error, class F>
std::string error_of(F f) {
    try {
        f();
    } catch (const Error& e) {
        return e.what();
    }
    return "nothing was thrown";
}

} // namespace

TEST_CASE("fields are read by name and by position", "[rows]") {
    database db;
    const rows found = db.query("select id, name from member order by name");
    REQUIRE(found.size() == 2);
    CHECK(found.columns() == std::vector<std::string>{"id", "name"});
    CHECK(found[0].get<std::string>("name") == "ann");
    CHECK(found.back().get<int>(0) == 2);
    std::string names;
    for (const auto row : found)
        names += row.get<std::string>(1);
    CHECK(names == "annbob");
}

TEST_CASE(
    "whole numbers beyond 32 bits arrive whole, and are refused where they do not fit", "[rows]") {
    database db;
    const auto row = db.query("select id from member where name = 'ann'").front();
    CHECK(row.get<std::int64_t>("id") == 5000000000);
    CHECK(error_of<column_error>([&] {
              (void)row.get<int>("id");
          }) == "column \"id\" cannot be read as int: the number does not fit");
}

TEST_CASE("NULL is read as an empty optional, and refused by what cannot be NULL", "[rows]") {
    database db;
    const auto row = db.query("select score, extra from member order by id desc").front();
    CHECK(row.get<std::optional<double>>("score") == 1.5);
    CHECK(row.get<std::optional<std::string>>("extra") == std::nullopt);
    CHECK(
        error_of<column_error>([&] { (void)row.get<std::string>("extra"); }) ==
        "column \"extra\" cannot be read as std::string: it is NULL; ask for a std::optional");
}

TEST_CASE("an absent column is answered with those that there are", "[rows]") {
    database db;
    const rows found = db.query("select id, name from member");
    CHECK(error_of<column_error>([&] {
              (void)found[0].get<int>("nome");
          }) == "there is no column \"nome\"; columns: id, name");
    CHECK(error_of<column_error>([&] {
              (void)found[0].get<int>(2);
          }) == "there is no column 2, the result has 2");
}

TEST_CASE("a value of another type is refused, not bent", "[rows]") {
    database db;
    const auto row = db.query("select 'x' as text, 1.5 as real, 7 as whole, '7' as digits").front();
    CHECK(error_of<column_error>([&] {
              (void)row.get<int>("text");
          }) == "column \"text\" cannot be read as int: it is text");
    CHECK_THROWS_AS(row.get<int>("digits"), column_error);
    CHECK_THROWS_AS(row.get<int>("real"), column_error);
    CHECK_THROWS_AS(row.get<std::string>("whole"), column_error);
    CHECK_THROWS_AS(row.get<bool>("whole"), column_error);
    CHECK(row.get<double>("whole") == 7.0);
    CHECK(row.get<unsigned char>("whole") == 7);
    CHECK(row.get<value>("text") == value{"x"});
    CHECK(row.get<value>("whole") == value{7});
}

TEST_CASE("a date is read as a std::tm", "[rows]") {
    database db;
    const auto row =
        db.query("select '2024-02-29 12:30:01' a, '2024-02-29' b, 'soon' c, 5 d").front();
    const auto time = row.get<std::tm>("a");
    CHECK(time.tm_year == 124);
    CHECK(time.tm_mon == 1);
    CHECK(time.tm_mday == 29);
    CHECK(time.tm_hour == 12);
    CHECK(time.tm_sec == 1);
    CHECK(row.get<std::tm>("b").tm_mday == 29);
    CHECK_THROWS_AS(row.get<std::tm>("c"), column_error);
    CHECK_THROWS_AS(row.get<std::tm>("d"), column_error);
}

TEST_CASE("rows outlive the session they came from", "[rows]") {
    rows found;
    CHECK(found.empty());
    {
        database db;
        found = db.query("select name from member order by name");
    }
    CHECK(found[1].get<std::string>(0) == "bob");
}

TEST_CASE("arguments are bound in order, by name, and as NULL", "[rows][arguments]") {
    database db;
    const std::string ann = "ann";
    CHECK(db.query("select id from member where name = :n and id > :i", ann, 1).size() == 1);
    CHECK(
        db.query("select id from member where name = :n and id > :i", arg("i", 1), arg("n", ann))
            .size() == 1);
    CHECK(db.query("select :a = :a and :a = 3 as same", 3).front().get<bool>("same"));
    CHECK(db.query("select :x is null as n", nullptr).front().get<bool>("n"));
    CHECK(db.query("select :x is null as n", std::optional<int>{}).front().get<bool>("n"));
    const char* const no_text = nullptr;
    CHECK(db.query("select :x is null as n", no_text).front().get<bool>("n"));
    CHECK(db.query("select :x is null as n", value{}).front().get<bool>("n"));
    CHECK(db.query("select :x as n", std::optional{7}).front().get<int>("n") == 7);
    CHECK(db.query("select :x as n", value{2.5}).front().get<double>("n") == 2.5);
    CHECK(db.query("select :x as n", true).front().get<bool>("n"));
    CHECK(db.query("select :x as n", "text").front().get<std::string>("n") == "text");
}

TEST_CASE("a bound value is never read as SQL", "[rows][arguments]") {
    database db;
    const std::string hostile = "x'; drop table member; --";
    CHECK(db.query("select :t as t", hostile).front().get<std::string>("t") == hostile);
    CHECK(db.query("select * from member").size() == 2);
}

TEST_CASE("text and bytes of any kind pass through unchanged", "[rows][arguments]") {
    database db;
    const std::string bytes{"a\0b\xff", 4};
    CHECK(db.query("select :t as t", bytes).front().get<std::string>("t") == bytes);
    CHECK(
        db.query("select extra from member where id = 2").front().get<std::string>(0) ==
        std::string("\0\xff", 2));
}

TEST_CASE("arguments that do not fit the placeholders are refused by name", "[arguments]") {
    database db;
    const auto refusal = [&](auto&&... all) {
        return error_of<bad_query>([&] { (void)db.query(all...); });
    };
    CHECK(
        refusal("select :total", arg("t", 1)) ==
        "query has :total, no argument of that name; arguments: t");
    CHECK(
        refusal("select :t", arg("t", 1), arg("u", 2)) ==
        "argument \"u\" has no placeholder; placeholders: :t");
    CHECK(refusal("select :t", arg("t", 1), arg("t", 2)) == "two arguments have the name \"t\"");
    CHECK(
        refusal("select :a, :b, :a", 1) ==
        "query has 2 placeholder(s) (:a, :b), but 1 argument(s) were given");
    CHECK(
        refusal("select 1", "secret") ==
        "query has 0 placeholder(s) (none), but 1 argument(s) were given");
    CHECK(
        refusal("select :a, :b", arg("a", 1), 2) ==
        "some arguments have names and some have none: give names to all or none");
    CHECK(refusal("select 1; select 2") == "the query has more than one statement");
    CHECK(refusal(" -- nothing") == "the query is empty");
}

TEST_CASE("a statement that returns no rows tells how many it changed", "[rows]") {
    database db;
    const rows found = db.query("update member set score = :s", 2);
    CHECK(found.empty());
    CHECK(found.columns().empty());
    CHECK(found.affected() == 2);
}

TEST_CASE("rows become structs by the names of the columns, others are left out", "[record]") {
    database db;
    const auto found = db.records<member>("select extra, score, name, id from member order by id");
    REQUIRE(found.size() == 2);
    CHECK(found[0].name == "bob");
    CHECK_FALSE(found[0].score.has_value());
    CHECK(found[1].id == 5000000000);
    CHECK(found[1].score == 1.5);
}

TEST_CASE("a member that cannot be filled is named together with its column", "[record]") {
    database db;
    CHECK(
        error_of<column_error>([&] {
            (void)db.records<unlisted>("select id, name from member");
        }) == "(anonymous namespace)::unlisted::absent: there is no column \"absent\"; columns: "
              "id, name");
    CHECK(
        error_of<column_error>([&] { (void)db.records<misfit>("select id, name from member"); }) ==
        "(anonymous namespace)::misfit::name: column \"name\" cannot be read as int: it is text");
}

TEST_CASE("one column is read as plain values", "[record]") {
    database db;
    CHECK(
        db.records<std::string>("select name from member order by 1") ==
        std::vector<std::string>{"ann", "bob"});
    CHECK(error_of<column_error>([&] {
              (void)db.records<int>("select id, name from member");
          }) == "a result of 2 columns cannot be read as int, which takes one");
}
