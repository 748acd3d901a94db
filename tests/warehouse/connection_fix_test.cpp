// Connections that the database has closed are not lent, none stays behind, and what was asked is
// answered: the four tests by which this was once repaired, on every backend.
#include <cenote/warehouse.hpp>

#include "database.hpp"

#include <boost/hana/define_struct.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <support/catch.hpp>
#include <support/stopped.hpp>
#include <support/timing.hpp>
#include <tuple>
#include <vector>

using namespace std::chrono_literals;
using cenote::arg;
using cenote::options;
using cenote::query_error;
using test::on_mysql;
using test::on_postgresql;
using test::on_sqlite3;

namespace {

struct member {
    BOOST_HANA_DEFINE_STRUCT(
        member, (std::int64_t, id), (std::string, name), (std::optional<double>, score));
};

template <class Warehouse>
void make_members(Warehouse& to) {
    to.execute_query("drop table if exists fix_member");
    to.execute_query(
        "create table fix_member (id bigint primary key, name varchar(40) not null, score double "
        "precision)");
    to.execute_batch_query(
        "insert into fix_member (id, name, score) values (:id, :name, :score)",
        std::vector<member>{{1, "ann", 1.5}, {2, "bob", std::nullopt}, {5'000'000'000, "zoë", -2}});
}

template <class Warehouse>
std::size_t leased(Warehouse& of) {
    return of.stats().pool.now.leased;
}

} // namespace

TEMPLATE_TEST_CASE(
    "the connection verification mechanism",
    "[connection-fix]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    TestType db;
    if (!db.reachable()) return;
    cenote::warehouse<typename TestType::backend> orders{db.connect_string()};

    SECTION("a connection that answers is valid") {
        auto lease = orders.get_connection();
        CHECK(orders.verify_connection(lease));
        CHECK(orders.verify_connection(*lease));
    }
    SECTION("one that the database has closed is not, and is found so at once") {
        auto lease = orders.get_connection();
        db.kill(*lease);
        CHECK(test::time_of([&] { CHECK_FALSE(orders.verify_connection(lease)); }) < 1s);
    }
    SECTION("get_connection lends as before, get_valid_connection replaces what is dead") {
        unsigned long killed = 0;
        {
            auto lease = orders.get_connection();
            killed = db.id(*lease);
            db.kill(*lease);
        }
        {
            auto lease = orders.get_connection();
            CHECK(db.id(*lease) == killed);
            CHECK_FALSE(orders.verify_connection(lease));
        }
        auto lease = orders.get_valid_connection();
        CHECK(orders.verify_connection(lease));
        CHECK(orders.stats().pool.since.opened == 2);
    }
    if constexpr (requires(typename TestType::session& one) { db.process(one); }) {
        SECTION("one whose server has fallen silent is found dead within verify_timeout") {
            cenote::warehouse<typename TestType::backend> hurried{
                db.connect_string(), {.verify_timeout = 200ms}};
            auto lease = hurried.get_connection();
            const test::stopped server{db.process(*lease)};
            const auto time = test::time_of([&] { CHECK_FALSE(hurried.verify_connection(lease)); });
            CHECK(time >= 190ms);
            CHECK(time < 2s);
        }
    }
    SECTION("switched off, nothing is verified; on again, it is") {
        orders.repairs().verify.set(false);
        db.kill(*orders.get_connection());
        CHECK_FALSE(orders.verify_connection(orders.get_valid_connection()));
        orders.repairs().verify.set(true);
        CHECK(orders.verify_connection(orders.get_valid_connection()));
    }
}

TEMPLATE_TEST_CASE(
    "the connection scope", "[connection-fix]", on_sqlite3, on_mysql, on_postgresql) {
    TestType db;
    if (!db.reachable()) return;
    cenote::warehouse<typename TestType::backend> orders{db.connect_string(), {.max_size = 1}};
    make_members(orders);

    SECTION("a connection goes back at the end of its scope") {
        {
            auto lease = orders.connection();
            CHECK(leased(orders) == 1);
        }
        CHECK(leased(orders) == 0);
    }
    SECTION("a connection goes back whatever is thrown") {
        const auto fails = [&] {
            auto lease = orders.connection(1s);
            throw std::runtime_error{"no"};
        };
        CHECK_THROWS_AS(fails(), std::runtime_error);
        CHECK_THROWS_AS(
            orders.with_connection([](auto&) -> int { throw std::runtime_error{"no"}; }),
            std::runtime_error);
        CHECK_THROWS_AS(orders.execute_query("select * from fix_ghost"), query_error);
        CHECK(leased(orders) == 0);
        CHECK(orders.stats().pool.now.open == 1);
    }
    SECTION("with_connection returns what the function returns") {
        const auto sum = orders.with_connection([](auto& session) {
            int n = 0;
            session << "select 1 + 1", soci::into(n);
            return n;
        });
        CHECK(sum == 2);
    }
    SECTION("work that was left open is rolled back before the next borrower comes") {
        orders.with_connection([](auto& session) {
            session.begin();
            session << "delete from fix_member";
        });
        CHECK(orders.template execute_query<int>("select count(*) from fix_member").front() == 3);
    }
    SECTION("a query on a lost connection in the scope tells the pool") {
        CHECK_THROWS_AS(
            orders.with_connection([&](auto& session) {
                db.kill(session);
                return orders.execute_query(session, "select 1");
            }),
            query_error);
        CHECK(orders.stats().pool.now.open == 0);
        CHECK(orders.stats().pool.since.refreshes == 1);
    }
    SECTION("a connection that was lost in the scope is not lent again") {
        CHECK_THROWS(orders.with_connection([&](auto& session) {
            db.kill(session);
            session << "select 1";
        }));
        CHECK(orders.stats().pool.now.open == 0);
        CHECK(orders.template execute_query<int>("select count(*) from fix_member").front() == 3);
    }
}

TEMPLATE_TEST_CASE("executing queries", "[connection-fix]", on_sqlite3, on_mysql, on_postgresql) {
    TestType db;
    if (!db.reachable()) return;
    cenote::warehouse<typename TestType::backend> orders{db.connect_string()};
    make_members(orders);

    SECTION("rows have columns by name, with types and NULL") {
        const auto found = orders.execute_query("select * from fix_member order by id");
        REQUIRE(found.size() == 3);
        CHECK(found.columns() == std::vector<std::string>{"id", "name", "score"});
        CHECK(found[0].template get<double>("score") == 1.5);
        CHECK(found[1].template get<std::optional<double>>("score") == std::nullopt);
        CHECK(found[2].template get<std::int64_t>("id") == 5'000'000'000);
        CHECK(found[2].template get<std::string>("name") == "zoë");
    }
    SECTION("arguments by position and by name find the same") {
        const std::string sql = "select name from fix_member where id > :low and name <> :not";
        CHECK(
            orders.template execute_query<std::string>(sql, 1, "zoë") ==
            std::vector<std::string>{"bob"});
        CHECK(
            orders.template execute_query<std::string>(sql, arg("not", "zoë"), arg("low", 1)) ==
            std::vector<std::string>{"bob"});
    }
    SECTION("rows become structs") {
        const auto found = orders.template execute_query<member>(
            "select name, score, id from fix_member order by id");
        REQUIRE(found.size() == 3);
        CHECK(found[0].name == "ann");
        CHECK(found[1].score == std::nullopt);
        CHECK(found[2].id == 5'000'000'000);
    }
    SECTION("a hostile value is a value and nothing else") {
        const std::string hostile = "\\'; drop table fix_member; -- \" :x";
        orders.execute_query("insert into fix_member values (9, :name, null)", hostile);
        CHECK(
            orders
                .template execute_query<std::string>(
                    "select name from fix_member where name = :n", hostile)
                .front() == hostile);
        CHECK(orders.template execute_query<int>("select count(*) from fix_member").front() == 4);
    }
    SECTION("a write tells how many rows it changed") {
        CHECK(
            orders.execute_query("update fix_member set score = 3 where id < :i", 3).affected() ==
            2);
    }
    SECTION("a batch, a page and a query see the same table") {
        orders.execute_batch_query(
            {cenote::statement{"delete from fix_member where id = :i", 1},
             cenote::statement{"update fix_member set name = :n where id = 2", "rob"}});
        const auto first = orders.template execute_paginated_query<member>(
            "select * from fix_member order by id", cenote::page{.number = 1, .size = 1});
        CHECK(first.total == 2);
        CHECK(first.rows.front().name == "rob");
    }
}

TEMPLATE_TEST_CASE("the retry mechanism", "[connection-fix]", on_sqlite3, on_mysql, on_postgresql) {
    TestType db;
    if (!db.reachable()) return;
    cenote::warehouse<typename TestType::backend> orders{db.connect_string(), {.max_size = 4}};
    make_members(orders);
    const auto count = [&] {
        return orders.template execute_query<int>("select count(*) from fix_member").front();
    };
    const auto kill_idle = [&](int number) {
        std::vector<typename decltype(orders)::lease> all;
        for (int i = 0; i < number; ++i)
            all.push_back(orders.get_connection());
        for (auto& one : all)
            db.kill(*one);
    };

    SECTION("when all idle connections were closed, the next query is answered all the same") {
        kill_idle(4);
        CHECK(count() == 3);
        CHECK(orders.stats().failed == 0);
        CHECK(orders.stats().repeated == 0); // it was seen before anything was sent
    }
    SECTION("a read whose connection is lost is sent again over another") {
        orders.repairs().verify.set(false);
        orders.repairs().refresh.set(false);
        kill_idle(2);
        CHECK(count() == 3);
        CHECK(orders.stats().repeated == 2);
        CHECK(orders.stats().lost == 2);
    }
    SECTION("with verifying off, a refresh still replaces the others") {
        orders.repairs().verify.set(false);
        kill_idle(4);
        CHECK(count() == 3);
        CHECK(orders.stats().repeated == 1);
        CHECK(orders.stats().pool.since.refreshes == 1);
    }
    SECTION("with all repairs off, the caller meets the dead connection, as before") {
        for (auto* one :
             {&orders.repairs().verify,
              &orders.repairs().retry,
              &orders.repairs().recycle,
              &orders.repairs().rollback,
              &orders.repairs().refresh})
            one->set(false);
        kill_idle(4);
        CHECK_THROWS_AS(count(), query_error);
        CHECK(orders.stats().repeated == 0);
        CHECK(orders.stats().pool.since.refreshes == 0);
    }
    SECTION("a write is not sent again, unless the caller says that it may be") {
        orders.repairs().verify.set(false);
        orders.repairs().refresh.set(false);
        kill_idle(2);
        const std::string sql = "update fix_member set score = 7 where id = :i";
        const auto told = test::error_of<query_error>([&] { orders.execute_query(sql, 1); });
        CHECK(told.find("it may have taken effect, so it was not repeated") != told.npos);
        CHECK(orders.execute_query(cenote::idempotent, sql, 1).affected() == 1);
    }
    SECTION("inside a transaction nothing is sent again") {
        CHECK_THROWS_AS(
            orders.with_connection([&](auto& session) {
                session.begin();
                db.kill(session);
                return orders.template execute_query<int>(
                    session, "select count(*) from fix_member");
            }),
            query_error);
        CHECK(orders.stats().repeated == 0);
        CHECK(count() == 3);
    }
    SECTION("one loss refreshes once, however many see it") {
        orders.repairs().verify.set(false);
        std::vector<typename decltype(orders)::lease> all;
        for (int i = 0; i < 4; ++i)
            all.push_back(orders.get_connection());
        for (auto& one : all)
            db.kill(*one);
        for (auto& one : all)
            one.discard(cenote::fault::lost);
        CHECK(orders.stats().pool.since.refreshes == 1);
    }
}
