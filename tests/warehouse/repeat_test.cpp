// What is sent again when a connection is lost under it, and what never is.
#include <cenote/warehouse.hpp>

#include "database.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <future>
#include <optional>
#include <ranges>
#include <string>
#include <support/catch.hpp>
#include <tuple>
#include <vector>

using namespace std::chrono_literals;
using cenote::fault;
using cenote::query_error;
using cenote::statement;
using test::on_mysql;
using test::on_postgresql;
using test::on_sqlite3;

namespace {

/// The backend, with something that happens right before each COMMIT.
template <class Backend>
struct watched_commit : Backend {
    using Backend::Backend;

    std::function<void(typename Backend::session&)> before = [](auto&) {};

    void commit(typename Backend::session& on) {
        before(on);
        Backend::commit(on);
    }
};

template <class On>
class store {
public:
    using backend = watched_commit<typename On::backend>;
    using session = typename backend::session;

    bool open() {
        if (!on.reachable()) return false;
        house.emplace(on.connect_string(), cenote::options{.max_size = 1});
        house->execute_query("drop table if exists repeat_item");
        house->execute_query("create table repeat_item (id bigint primary key)");
        house->execute_query("insert into repeat_item values (0)");
        house->repairs().verify.set(false);
        opened_before = opened();
        return true;
    }

    /// The one connection there is.
    session& current() { return *house->get_connection(); }

    std::uint64_t opened() { return house->stats().pool.since.opened; }

    /// How many connections the test has cost.
    std::uint64_t lost() { return opened() - opened_before; }

    int count() {
        return house->template execute_query<int>("select count(*) from repeat_item").front();
    }

    On on;
    std::optional<cenote::warehouse<backend>> house;
    std::uint64_t opened_before{};
};

const std::string insert = "insert into repeat_item values (:id)";

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

} // namespace

TEMPLATE_TEST_CASE(
    "Work is repeated only when nothing can have been done twice: nothing was sent, or the caller "
    "said it is idempotent; never inside a transaction",
    "[repeat][promise]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;
    const auto repeated = [&] { return s.house->stats().repeated; };
    SECTION("a write on a lost connection may have been done") {
        s.on.kill(s.current());
        CHECK(failure_of([&] { s.house->execute_query(insert, 1); }).failure().unsure);
        CHECK(repeated() == 0);
    }
    SECTION("the same one is sent on another connection if the loss was seen before") {
        s.house->repairs().verify.set(true);
        s.on.kill(s.current());
        CHECK(s.house->execute_query(insert, 1).affected() == 1);
        CHECK(repeated() == 0);
    }
    SECTION("the caller said that it is idempotent") {
        s.on.kill(s.current());
        s.house->execute_query(cenote::idempotent, "delete from repeat_item where id = :i", 0);
        CHECK(repeated() == 1);
        CHECK(s.count() == 0);
    }
    SECTION("inside a transaction not even a read") {
        const auto read = [&](auto& session) {
            session.begin();
            s.on.kill(session);
            return s.house->execute_query(session, "select id from repeat_item");
        };
        failure_of([&] { s.house->with_connection(read); });
        CHECK(repeated() == 0);
    }
}

TEMPLATE_TEST_CASE(
    "a batch is begun again on another connection when its BEGIN found none",
    "[repeat]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;
    s.on.kill(s.current());
    CHECK(s.house->execute_batch_query(insert, std::vector{1, 2, 3}).done == 3);
    s.on.kill(s.current());
    CHECK(s.house->execute_batch_query({statement{insert, 4}}).done == 1);
    CHECK(s.house->stats().repeated == 2);
    CHECK(s.count() == 5);
}

TEMPLATE_TEST_CASE(
    "a batch that has begun is never sent again, idempotent or not",
    "[repeat]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;
    const std::vector<int> ids{1, 2, 3};
    auto& victim = s.current();
    const auto rows = ids | std::views::transform([&](const int& id) -> const int& {
                          if (id == 2) s.on.kill(victim);
                          return id;
                      });
    const auto failed = failure_of([&] {
        s.house->execute_batch_query(
            cenote::idempotent, "update repeat_item set id = id + :by where id < 0", rows);
    });
    CHECK(failed.failure().what == fault::lost);
    CHECK(failed.failure().row == 1);
    CHECK_FALSE(failed.failure().unsure); // the server undoes what was not committed
    CHECK(s.house->stats().repeated == 0);
    CHECK(s.count() == 1);
}

TEMPLATE_TEST_CASE(
    "a commit whose answer is lost may have happened, and is not sent again",
    "[repeat]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;
    auto& victim = s.current();
    s.house->pool().factory().before = [&](auto& on) {
        if (&on == &victim) s.on.kill(on);
    };
    const auto failed = failure_of(
        [&] { s.house->execute_batch_query(cenote::idempotent, insert, std::vector{1, 2}); });
    CHECK(failed.failure().at_commit);
    CHECK(failed.failure().unsure);
    CHECK(std::string{failed.what()}.starts_with("commit failed: "));
    CHECK(std::string{failed.what()}.find("it may have taken effect") != std::string::npos);
    CHECK(s.house->stats().repeated == 0);
    CHECK(s.lost() == 0);
    s.house->pool().factory().before = [](auto&) {};
    CHECK(s.count() == 1);
}

TEMPLATE_TEST_CASE(
    "a read that must not be repeated is not", "[repeat]", on_sqlite3, on_mysql, on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;
    s.on.kill(s.current());
    const auto failed =
        failure_of([&] { s.house->execute_query(cenote::once, "select * from repeat_item"); });
    CHECK(failed.failure().what == fault::lost);
    CHECK(failed.failure().attempts == 1);
    CHECK(s.count() == 1);
}

TEMPLATE_TEST_CASE(
    "a page is read again on another connection", "[repeat]", on_sqlite3, on_mysql, on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;
    s.on.kill(s.current());
    const auto sql = "select * from repeat_item order by id";
    CHECK(s.house->execute_paginated_query(sql, cenote::page{}).total == 1);
    s.on.kill(s.current());
    CHECK(
        s.house->execute_paginated_query(sql, cenote::page_after{.column = "id"}).rows.size() == 1);
    CHECK(s.house->stats().repeated == 2);
}

TEMPLATE_TEST_CASE(
    "what fails for another reason is not sent again",
    "[repeat]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;
    const auto failed = failure_of([&] { s.house->execute_query(cenote::idempotent, insert, 0); });
    CHECK(failed.failure().what == fault::permanent);
    CHECK(failed.failure().attempts == 1);
    CHECK_FALSE(failed.failure().unsure);
    CHECK(s.lost() == 0);
}

TEMPLATE_TEST_CASE(
    "a read that is killed on the server while it runs is answered all the same",
    "[repeat]",
    on_mysql,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;
    const bool mysql = s.house->pool().factory().name == "mysql";
    const auto victim = test::backend_id(s.current());
    const std::string nap{mysql ? "select sleep(0.4)" : "select pg_sleep(0.4)::text"};
    auto answer =
        std::async(std::launch::async, [&] { return s.house->execute_query(nap).size(); });
    auto admin = s.on.ours->open(test::in(10s));
    REQUIRE(test::comes_true([&] { return test::is_busy(admin, victim); }));
    s.on.kill_by_id(victim);
    CHECK(answer.get() == 1);
    CHECK(s.house->stats().repeated == 1);
    CHECK(s.lost() == 1);
}

TEMPLATE_TEST_CASE(
    "a write that is killed on the server while it runs is not sent again",
    "[repeat]",
    on_mysql,
    on_postgresql) {
    store<TestType> s;
    if (!s.open()) return;
    const bool mysql = s.house->pool().factory().name == "mysql";
    const auto victim = test::backend_id(s.current());
    const std::string nap{
        mysql ? "update repeat_item set id = id + 1 + sleep(20)"
              : "update repeat_item set id = id + 1 + coalesce(length(pg_sleep(20)::text), 0)"};
    auto failed = std::async(std::launch::async, [&] {
        return test::error_of<query_error>([&] { s.house->execute_query(nap); });
    });
    auto admin = s.on.ours->open(test::in(10s));
    REQUIRE(test::comes_true([&] { return test::is_busy(admin, victim); }));
    s.on.kill_by_id(victim);
    CHECK(
        failed.get().find("it may have taken effect, so it was not repeated") != std::string::npos);
    CHECK(s.house->template execute_query<int>("select id from repeat_item").front() == 0);
}

TEMPLATE_TEST_CASE(
    "all attempts draw on one deadline", "[repeat]", on_sqlite3, on_mysql, on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    cenote::warehouse<typename TestType::backend> house{on.connect_string(), {.max_size = 1}};
    auto taken = house.connection();
    const auto time = test::time_of([&] {
        CHECK_THROWS_AS(
            house.execute_query(cenote::within(50ms), "select 1"), cenote::acquire_error);
    });
    CHECK(time >= 50ms);
    CHECK(time < 5s);
}

TEMPLATE_TEST_CASE(
    "threads that read are all answered while the server kills their sessions",
    "[repeat]",
    on_mysql,
    on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    cenote::warehouse<typename TestType::backend> house{on.connect_string(), {.max_size = 3}};
    const std::string who{
        house.pool().factory().name == "mysql" ? "select connection_id()"
                                               : "select pg_backend_pid()"};
    constexpr std::size_t readers = 4;
    std::array<std::atomic<unsigned long>, readers> seen{};
    std::atomic<bool> done = false;
    std::vector<std::future<int>> reading;
    for (std::size_t i = 0; i < readers; ++i)
        reading.push_back(std::async(std::launch::async, [&, i] {
            int answers = 0;
            for (; !done || answers == 0; ++answers)
                seen[i] = house.template execute_query<unsigned long>(who).front();
            return answers;
        }));

    const struct at_the_end { // a check that fails must not leave them reading

        ~at_the_end() { done = true; }

        std::atomic<bool>& done;
    } stop{done};

    int killed = 0;
    for (std::size_t i = 0; i < 3 * readers; ++i) {
        auto& victim = seen[i % readers];
        if (!test::comes_true([&] { return victim != 0; })) break;
        try { // two readers may have seen one session, which dies only once
            on.kill_by_id(victim.exchange(0));
            ++killed;
        } catch (const soci::soci_error&) {
        }
    }
    done = true;
    for (auto& one : reading)
        CHECK(one.get() > 0);
    CHECK(killed > 0);
    const auto stats = house.stats();
    CHECK(stats.failed == 0);
    CHECK(stats.pool.now.leased == 0);
    CHECK(stats.pool.since.opened >= 3);
}

TEST_CASE("an observer hears what the warehouse's pool does", "[repeat]") {
    on_sqlite3 on;
    if (!on.reachable()) return;
    const cenote::observer::counters counted;
    cenote::warehouse<on_sqlite3::backend, cenote::observer::counters> house{
        on.connect_string(), {}, counted};
    house.execute_query("select 1");
    on.kill(*house.get_connection());
    house.execute_query("select 1");
    CHECK(counted.read().opened == 2);
    CHECK(counted.read().dead == 1);
}
