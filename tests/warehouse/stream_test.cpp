// Rows of one query in batches: what was asked for is read, over one connection, and no more.
#include <cenote/warehouse.hpp>

#include "database.hpp"

#include <boost/hana/define_struct.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <future>
#include <numeric>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <support/sanitized.hpp>
#include <support/timing.hpp>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using cenote::arg;
using cenote::bad_query;
using cenote::fault;
using cenote::options;
using cenote::query_error;
using cenote::rows;
using cenote::value;
using cenote::within;
using test::on_mysql;
using test::on_postgresql;
using test::on_sqlite3;

namespace {

struct item {
    BOOST_HANA_DEFINE_STRUCT(item, (std::int64_t, i), (std::string, name));
};

/// The numbers from 1 to `:n`, and what else differs.
template <class On>
struct words;

template <>
struct words<on_sqlite3> {
    static constexpr const char* numbers =
        "with recursive n(i) as (select 1 union all select i + 1 from n limit :n) select i from n";
    static constexpr const char* items = "with recursive n(i) as (select 1 union all select i + 1 "
                                         "from n limit :n) select i, 'item ' || i as name from n";
    static constexpr const char* wide =
        "with recursive n(i) as (select 1 union all select i + 1 from n limit 100000) "
        "select printf('%.1000c', 'x') from n";
    static constexpr const char* five_of_endless =
        "with recursive n(i) as (select 1 union all select i + 1 from n) "
        "select i from n where i <= 5";
    static constexpr const char* endless =
        "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n";
    static constexpr const char* broken =
        "with recursive n(i) as (select 1 union all select i + 1 from n limit 3000) "
        "select case i when 1500 then json('}') else i end from n";
};

template <>
struct words<on_mysql> {
    static constexpr const char* numbers = "select seq from seq_1_to_1000000 where seq <= :n";
    static constexpr const char* items = "select seq as i, concat('item ', seq) as name "
                                         "from seq_1_to_1000000 where seq <= :n";
    static constexpr const char* wide = "select repeat('x', 1000) from seq_1_to_100000";
    static constexpr const char* broken =
        "select if(seq = 1500, (select 1 union select seq), seq) from seq_1_to_3000";
};

template <>
struct words<on_postgresql> {
    static constexpr const char* numbers = "select i from generate_series(1, :n) i -- and no more";
    static constexpr const char* items =
        "select i::bigint, 'item ' || i as name from generate_series(1, :n) i";
    static constexpr const char* wide = "select repeat('x', 1000) from generate_series(1, 100000)";
    static constexpr const char* five_of_endless =
        "with recursive n(i) as (select 1::bigint union all select i + 1 from n) "
        "select i from n where i <= 5";
    static constexpr const char* endless =
        "with recursive n(i) as (select 1::bigint union all select i + 1 from n) select i from n";
    static constexpr const char* broken = "select 1 / (1500 - i) from generate_series(1, 3000) i";
};

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

    unsigned long id() { return on.id(*all->get_connection()); }

    std::size_t leased() { return all->stats().pool.now.leased; }

    /// Whether the next borrower finds a connection that is as good as new.
    void check_clean() {
        CHECK(leased() == 0);
        auto lease = all->get_connection();
        CHECK_FALSE(all->pool().factory().in_transaction(*lease));
        all->execute_query(*lease, "drop table if exists stream_item");
        all->execute_query(*lease, "create table stream_item (id bigint primary key)");
        CHECK(all->execute_query(*lease, "insert into stream_item values (7)").affected() == 1);
        CHECK(all->execute_query(*lease, "select * from stream_item").size() == 1);
    }

    On on;
    std::optional<cenote::warehouse<typename On::backend>> all{};
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

/// Pages of memory that the process has now, as bytes.
std::size_t resident() {
    std::size_t all = 0;
    std::size_t now = 0;
    std::ifstream{"/proc/self/statm"} >> all >> now;
    return now * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

template <class Stream>
std::vector<std::size_t> sizes_of(Stream& from) {
    std::vector<std::size_t> sizes;
    do
        sizes.push_back(from.next().size());
    while (sizes.back() > 0);
    return sizes;
}

} // namespace

TEMPLATE_TEST_CASE(
    "a stream delivers every row once, in order, in batches of the size asked for",
    "[stream]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    const int count = GENERATE(0, 1, 9, 10, 11, 20, 2500);
    auto numbers =
        db->template stream_query<std::int64_t>({.batch = 10}, words<TestType>::numbers, count);
    std::vector<std::int64_t> all;
    std::size_t batches = 0;
    for (auto batch = numbers.next(); !batch.empty(); batch = numbers.next()) {
        ++batches;
        CHECK(
            batch.size() ==
            std::min<std::size_t>(10, static_cast<std::size_t>(count) - all.size()));
        all.insert(all.end(), batch.begin(), batch.end());
    }
    std::vector<std::int64_t> expected(static_cast<std::size_t>(count));
    std::iota(expected.begin(), expected.end(), 1);
    CHECK(all == expected);
    CHECK(batches == (static_cast<std::size_t>(count) + 9) / 10);
    CHECK(numbers.next().empty());
    db.check_clean();
}

TEMPLATE_TEST_CASE(
    "a batch has a thousand rows unless another size is asked for, and one row is the least",
    "[stream]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    auto usual = db->stream_query(words<TestType>::numbers, 2000);
    CHECK(sizes_of(usual) == std::vector<std::size_t>{1000, 1000, 0});
    auto least = db->stream_query({.batch = 1}, words<TestType>::numbers, 2);
    CHECK(sizes_of(least) == std::vector<std::size_t>{1, 1, 0});
    auto limited = db->stream_query(within(1min), words<TestType>::numbers, 1001);
    CHECK(sizes_of(limited) == std::vector<std::size_t>{1000, 1, 0});
}

TEMPLATE_TEST_CASE(
    "a stream reads rows with names, and records",
    "[stream]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    auto plain = db->stream_query({.batch = 2}, words<TestType>::items, 3);
    const auto two = plain.next();
    const auto last = plain.next();
    CHECK(two.columns() == std::vector<std::string>{"i", "name"});
    CHECK(two.back().template get<std::string>("name") == "item 2");
    CHECK(last.front().template get<int>("i") == 3);
    auto none = db->stream_query(words<TestType>::items, 0);
    CHECK(none.next().columns().size() == 2);

    auto records = db->template stream_query<item>({.batch = 2}, words<TestType>::items, 3);
    CHECK(records.next().back().name == "item 2");
    CHECK(records.next().front().i == 3);

    auto misread = db->template stream_query<int>(words<TestType>::items, 3);
    CHECK_THROWS_AS(misread.next(), cenote::column_error);
    CHECK(misread.next().empty());
    db.check_clean();
}

TEMPLATE_TEST_CASE(
    "a stream keeps its text and its arguments", "[stream]", on_sqlite3, on_mysql, on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    const std::string cast = std::is_same_v<TestType, on_postgresql> ? "::text" : "";
    std::tm noon{};
    noon.tm_year = 124;
    noon.tm_mon = 1;
    noon.tm_mday = 29;
    noon.tm_hour = 12;
    auto stream = [&] {
        const std::string quote = "Zoë ':t' \\ \" 日本" + std::string(200, 'x');
        const std::string text = "select" + std::string{":t"} + cast + " as t, :n" + cast +
                                 " as n, :at" + cast + " as at, :d" + cast +
                                 " as d, ':t' as l, :t" + cast + " as again; -- :t";
        return db->stream_query(
            text, arg("t", quote), arg("n", nullptr), arg("d", 0.1), arg("at", noon));
    }();
    const auto batch = stream.next();
    REQUIRE(batch.size() == 1);
    const auto row = batch.front();
    const std::string quote = "Zoë ':t' \\ \" 日本" + std::string(200, 'x');
    CHECK(row.template get<std::string>("t") == quote);
    CHECK(row.template get<std::string>("again") == quote);
    CHECK(row.template get<value>("n").is_null());
    CHECK(row.template get<std::string>("at") == "2024-02-29 12:00:00");
    CHECK(row.template get<std::string>("l") == ":t");
}

TEMPLATE_TEST_CASE(
    "a stream reads the same values as a query", "[stream]", on_sqlite3, on_mysql, on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    constexpr bool mysql = std::is_same_v<TestType, on_mysql>;
    constexpr bool postgresql = std::is_same_v<TestType, on_postgresql>;
    const std::string own = mysql ? ", u bigint unsigned, y year, bits bit(12), h time(3), bl blob"
                                  : (postgresql ? ", bl bytea, j json, o oid" : ", bl blob, v");
    db->execute_query("drop table if exists stream_type");
    db->execute_query(
        "create table stream_type (s smallint, n bigint, f real, d double precision, t "
        "varchar(15000), b boolean, m decimal(20, 4), at timestamp null, da date" +
        own + ")");
    db->execute_query("insert into stream_type (n) values (null)");
    const std::string first =
        mysql ? "18446744073709551615, 2024, b'101010101010', '-12:30:00.125', "
                "x'00ff00'"
              : (postgresql ? "'\\x00ff00', '{\"a\": 1}', 4000000000" : "x'00ff00', 'any'");
    db->execute_query(
        "insert into stream_type values (-3, 9223372036854775807, 16777217.5, 0.1, :t, :b, "
        "12345678901234.5678, '2024-02-29 12:00:00', '2024-02-29', " +
            first + ")",
        std::string(15'000, 'y'),
        true);
    db->execute_query("insert into stream_type (f, d, t) values (1.1, 1e-300, 'short')");
    const auto select = "select * from stream_type";
    const auto expected = db->execute_query(select);
    REQUIRE(expected.size() == 3);
    auto stream = db->stream_query(select);
    const auto found = stream.next();
    REQUIRE(found.size() == 3);
    CHECK(found.columns() == expected.columns());
    for (std::size_t i = 0; i < expected.size(); ++i)
        for (std::size_t c = 0; c < expected.columns().size(); ++c) {
            CAPTURE(i, expected.columns()[c]);
            CHECK(found[i].template get<value>(c) == expected[i].template get<value>(c));
        }
}

TEMPLATE_TEST_CASE(
    "what cannot be streamed is refused before a connection is taken",
    "[stream]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    CHECK_THROWS_AS(db->stream_query({.batch = 0}, "select 1"), bad_query);
    CHECK_THROWS_AS(db->stream_query({.batch = 1'000'000'001}, "select 1"), bad_query);
    for (const auto* text :
         {"insert into t values (1)",
          "select 1; select 2",
          "",
          "show tables",
          "explain select 1",
          "select * from t for update",
          "with x as (select 1) delete from t",
          "create table t (i int)"})
        CHECK_THROWS_AS(db->stream_query(text), bad_query);
    CHECK_THROWS_AS(db->stream_query("select :n"), bad_query);
    CHECK_THROWS_AS(db->stream_query("select :n", 1, 2), bad_query);
    CHECK(db->stats().queries == 0);

    auto wrong = db->stream_query("select * from no_such_table");
    const auto failed = failure_of([&] { static_cast<void>(wrong.next()); });
    CHECK(failed.kind() == fault::permanent);
    CHECK_FALSE(failed.failure().code.empty());
    CHECK(failed.failure().sql == "select * from no_such_table");
    CHECK(wrong.next().empty());
    CHECK(db->stats().failed == 1);
    db.check_clean();
}

TEMPLATE_TEST_CASE(
    "memory holds a batch, not the result", "[stream]", on_sqlite3, on_mysql, on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    auto wide = db->template stream_query<std::string>({.batch = 100}, words<TestType>::wide);
    std::size_t count = wide.next().size();
    const auto before = resident();
    auto most = before;
    for (auto batch = wide.next(); !batch.empty(); batch = wide.next()) {
        count += batch.size();
        most = std::max(most, resident());
    }
    CHECK(count == 100'000);
    if (!test::is_sanitized) CHECK(most - before < 20'000'000); // of a result of 100 MB
}

TEMPLATE_TEST_CASE(
    "the first rows of a result without an end come at once",
    "[stream]",
    on_sqlite3,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    const auto id = db.id();
    auto endless =
        db->template stream_query<std::int64_t>({.call = within(1min)}, words<TestType>::endless);
    CHECK(endless.next().front() == 1);
    CHECK(endless.next().front() == 1001);
    endless.close();
    CHECK(endless.next().empty());
    db.check_clean();
    CHECK(db.id() == id);
}

TEMPLATE_TEST_CASE(
    "a stream has its connection from the first batch to the last, on whatever thread",
    "[stream]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    const auto id = db.id();
    auto made = db->stream_query({.batch = 10}, words<TestType>::numbers, 25);
    CHECK(db.leased() == 0);
    auto stream = std::move(made);
    CHECK(std::async(std::launch::async, [&] { return stream.next().size(); }).get() == 10);
    CHECK(db.leased() == 1);
    CHECK(std::async(std::launch::async, [&] { return stream.next().size(); }).get() == 10);
    CHECK(db.leased() == 1);
    CHECK(stream.next().size() == 5);
    CHECK(db.leased() == 0);
    CHECK(db.id() == id);
    CHECK(db->stats().queries == 1);
}

TEMPLATE_TEST_CASE(
    "a stream that is dropped gives a clean connection back",
    "[stream]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    const auto id = db.id();
    const bool rolled_back_by_pool = GENERATE(true, false);
    db->repairs().rollback.set(rolled_back_by_pool);
    const int batches = GENERATE(0, 1, 2);
    {
        auto stream = db->stream_query({.batch = 10}, words<TestType>::numbers, 1'000'000);
        for (int i = 0; i < batches; ++i)
            CHECK(stream.next().size() == 10);
    }
    db.check_clean();
    CHECK(db.id() == id);
}

TEMPLATE_TEST_CASE(
    "an error amid the rows is told, and ends the stream", "[stream]", on_sqlite3, on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    const auto id = db.id();
    auto stream = db->stream_query(words<TestType>::broken);
    CHECK(stream.next().size() == 1000);
    const auto failed = failure_of([&] { static_cast<void>(stream.next()); });
    CHECK(failed.kind() == fault::permanent);
    CHECK(failed.failure().sql == words<TestType>::broken);
    CHECK(stream.next().empty());
    db.check_clean();
    CHECK(db.id() == id);
    CHECK(db->stats().lost == 0);
}

TEST_CASE("MySQL tells of an error anywhere in the rows with the first batch", "[stream]") {
    house<on_mysql> db;
    if (db.is_closed()) return;
    const auto id = db.id();
    auto stream = db->stream_query(words<on_mysql>::broken);
    CHECK(failure_of([&] { static_cast<void>(stream.next()); }).failure().code == "MySQL 1242");
    db.check_clean();
    CHECK(db.id() == id);
}

TEMPLATE_TEST_CASE(
    "a stream whose connection is lost before the first batch is begun again",
    "[stream]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    db->repairs().verify.set(false);
    db.on.kill(*db->get_connection());
    const bool once = GENERATE(false, true);
    const cenote::stream_options how{.batch = 10, .call = once ? cenote::once : within(1min)};
    auto stream = db->stream_query(how, words<TestType>::numbers, 15);
    if (once) {
        CHECK(failure_of([&] { static_cast<void>(stream.next()); }).kind() == fault::lost);
        CHECK(stream.next().empty());
    } else
        CHECK(sizes_of(stream) == std::vector<std::size_t>{10, 5, 0});
    CHECK(db->stats().repeated == (once ? 0 : 1));
    CHECK(db->stats().lost == 1);
    db.check_clean();
}

TEMPLATE_TEST_CASE(
    "a stream whose connection is lost between two batches fails, and the pool recovers",
    "[stream]",
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    const auto id = db.id();
    const bool asked_again = GENERATE(true, false);
    {
        auto stream = db->stream_query({.batch = 10}, words<TestType>::numbers, 1000);
        CHECK(stream.next().size() == 10);
        db.on.kill_by_id(id);
        if (asked_again) {
            const auto failed = failure_of([&] { static_cast<void>(stream.next()); });
            CHECK(failed.kind() == fault::lost);
            CHECK(failed.failure().attempts == 1);
            CHECK_FALSE(failed.failure().unsure);
            CHECK(stream.next().empty());
        }
    }
    CHECK(db->stats().lost == 1);
    CHECK(db->stats().repeated == 0);
    db.check_clean();
    CHECK(db.id() != id);
}

TEMPLATE_TEST_CASE(
    "each batch has the whole limit, and one that outlasts it is cancelled",
    "[stream]",
    on_sqlite3,
    on_postgresql) {
    const bool by_option = GENERATE(false, true);
    house<TestType> db{by_option ? options{.query_timeout = 200ms} : options{}};
    if (db.is_closed()) return;
    const auto id = db.id();
    const cenote::stream_options how{
        .batch = 5, .call = by_option ? cenote::call_options{} : within(200ms)};
    auto stream = db->stream_query(how, words<TestType>::five_of_endless);
    CHECK(stream.next().size() == 5);
    const auto failed = failure_of([&] { static_cast<void>(stream.next()); });
    CAPTURE(failed.what());
    CHECK(failed.kind() == fault::timed_out);
    CHECK(std::string{failed.what()}.find("out of time, cancelled") != std::string::npos);
    CHECK(stream.next().empty());
    CHECK(db->stats().lost == 0);
    db.all->repairs().verify.set(false);
    CHECK(db.id() == id);
    db.check_clean();
}

TEMPLATE_TEST_CASE(
    "a stream that found no connection in time may be asked again",
    "[stream]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    house<TestType> db;
    if (db.is_closed()) return;
    auto stream = db->stream_query(within(500ms), words<TestType>::numbers, 3);
    {
        const auto taken = db->connection(10s);
        CHECK_THROWS_AS(stream.next(), cenote::acquire_error);
    }
    CHECK(stream.next().size() == 3);
    db.check_clean();
}

TEST_CASE("MySQL refuses a question mark that no argument is for", "[stream]") {
    house<on_mysql> db;
    if (db.is_closed()) return;
    auto fine = db->stream_query("select '?' as q, :n as n -- ?", 7);
    CHECK(fine.next().front().get<int>("n") == 7);
    auto stream = db->stream_query("select ?, :n", 7);
    CHECK(failure_of([&] { static_cast<void>(stream.next()); }).kind() == fault::permanent);
    db.check_clean();
}

TEST_CASE("MySQL makes the whole result within the limit of the first batch", "[stream]") {
    house<on_mysql> db;
    if (db.is_closed()) return;
    const auto id = db.id();
    const std::string query = GENERATE("select sleep(60)", "/* told in vain */ select sleep(60)");
    auto stream = db->stream_query(within(200ms), query);
    const auto failed = failure_of([&] { static_cast<void>(stream.next()); });
    CAPTURE(failed.what());
    CHECK(failed.kind() == fault::timed_out);
    CHECK(db->stats().lost == 0);
    db.check_clean();
    CHECK(db.id() == id);
}

TEST_CASE("a stream on PostgreSQL changes nothing", "[stream]") {
    house<on_postgresql> db;
    if (db.is_closed()) return;
    db->execute_query("drop sequence if exists stream_sequence");
    db->execute_query("create sequence stream_sequence");
    auto stream = db->stream_query("select nextval('stream_sequence')");
    const auto failed = failure_of([&] { static_cast<void>(stream.next()); });
    CHECK(failed.failure().code == "SQLSTATE 25006");
    CHECK(failed.kind() == fault::permanent);
    CHECK(db->stats().lost == 0);
    db.check_clean();
}
