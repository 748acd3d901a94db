// Work on a session with a deadline, without a warehouse above it.
#include <cenote/db/remote_cancel.hpp>

#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <support/catch.hpp>
#include <support/servers.hpp>
#include <support/stopped.hpp>
#include <sys/socket.h>
#include <type_traits>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using test::in;
using test::thrown_by;
using test::time_of;

namespace {

template <class Session>
int number_from(Session& session, const std::string& query) {
    int number = -1;
    session << query, soci::into(number);
    return number;
}

/// The `overdue` that a call must throw.
template <class F>
db::overdue overdue_of(F&& f) {
    try {
        std::forward<F>(f)();
    } catch (const db::overdue& e) {
        return e;
    }
    FAIL("it ended in time");
    return {"", nullptr, false};
}

template <class On>
std::string sleeps(int microseconds, int then) {
    const auto span = std::to_string(microseconds) + " / 1000000.0";
    if constexpr (std::is_same_v<typename On::backend, db::mysql>)
        return "SELECT " + std::to_string(then) + " + 0 * SLEEP(" + span + ")";
    else
        return "SELECT " + std::to_string(then) + " FROM (SELECT pg_sleep(" + span + ")) AS slept";
}

/// Writes to the session's socket, past the driver, until the peer's buffers are full too.
template <class Session>
void stuff(Session& session) {
    const std::vector<char> bytes(1U << 16U);
    const auto full = [&] {
        while (::send(session.socket(), bytes.data(), bytes.size(), MSG_DONTWAIT) > 0)
            ;
        return true;
    };
    for (int i = 0; i < 20; ++i) { // what has arrived meanwhile made room for more
        full();
        std::this_thread::sleep_for(5ms);
    }
}

} // namespace

TEMPLATE_TEST_CASE(
    "a cancel from beside never hits the statement after it", "[db][deadline]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    using session_type = typename TestType::backend::session;
    std::unique_ptr<session_type> session{new session_type(backend.open(in(5s)))};
    auto id = test::backend_id(*session);
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random{seed};
    int late = 0;
    for (int i = 0; i < 200; ++i) {
        // The cancel comes 20 ms after the deadline, and so does the end of the statement.
        const auto limit = std::uniform_int_distribution<>{500, 3'000}(random);
        const auto sleep = limit + std::uniform_int_distribution<>{16'000, 24'000}(random);
        const auto query = sleeps<TestType>(sleep, i);
        const auto work = [&] { return number_from(*session, query); };
        try {
            const auto until = in(std::chrono::microseconds{limit});
            const int got = backend.within(*session, until, db::owner::caller, work);
            REQUIRE(got == i);
        } catch (const db::overdue& e) {
            CAPTURE(e.what());
            if (std::string{e.what()}.find("cut off") != std::string::npos) {
                // The machine was too busy to cancel within half a second: nothing comes after.
                session.reset(new session_type(backend.open(in(5s))));
                id = test::backend_id(*session);
                continue;
            }
            ++late;
        }
        REQUIRE(number_from(*session, sleeps<TestType>(0, i)) == i);
        REQUIRE(test::backend_id(*session) == id);
    }
    CHECK(late > 0);
}

TEMPLATE_TEST_CASE(
    "what a session's work throws passes through, and the deadline is off it",
    "[db][deadline]",
    ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    const auto work = [&]() -> int { throw std::out_of_range{"mine"}; };
    CHECK_THROWS_AS(backend.within(session, in(10s), db::owner::pool, work), std::out_of_range);
    CHECK(session.due == deadline::never());
    CHECK(backend.ping(session, in(2s)).alive());
}

TEST_CASE("a server that may be another is not asked to kill anything", "[db][deadline]") {
    const auto at = test::setting(test::on_mysql::setting);
    if (!at) return;
    const db::mysql backend{*at};
    auto session = backend.open(in(5s));
    session.server()->tell("the other one");
    const auto failed = overdue_of([&] {
        backend.within(session, in(50ms), db::owner::caller, [&] {
            return number_from(session, "SELECT SLEEP(60)");
        });
    });
    CAPTURE(failed.what());
    CHECK(failed.may_be_done());
    CHECK(std::string{failed.what()}.find("cut off") != std::string::npos);
    CHECK(backend.peek(session) == health{fault::lost});
}

TEMPLATE_TEST_CASE(
    "a session that still lives but could not be freed of its time limit is shut down",
    "[db][deadline]",
    test::on_postgresql) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    const auto work = [&] { // a rollback would bring the limit back
        session.begin();
        return number_from(session, "SELECT 7");
    };
    CHECK(backend.within(session, in(10s), db::owner::pool, work) == 7);
    CHECK(backend.peek(session) == health{fault::lost});
}

TEMPLATE_TEST_CASE(
    "closing ends in two seconds, though the farewell cannot be sent",
    "[db][deadline]",
    test::on_mysql,
    test::on_postgresql) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    const auto server = TestType::server(session);
    if (server == 0) return;
    const test::stopped silent{server};
    stuff(session);
    CHECK(time_of([&] { backend.close(session); }) < 3s);
    CHECK(backend.peek(session) == health{fault::lost});
}

TEST_CASE("only statements that are known to take a limit are given one", "[db][deadline]") {
    for (const auto* text :
         {"select 1", " \n WITH a AS (SELECT 1) SELECT * FROM a", "values(1)", "Insert\tinto t"})
        CHECK(db::may_have_time_prefix(text));
    for (const auto* text :
         {"",
          " ",
          "/* c */ select 1",
          "(select 1)",
          "selected",
          "set @x = 1",
          "call p()",
          "commit"})
        CHECK_FALSE(db::may_have_time_prefix(text));
}

TEST_CASE("a session without a deadline sends its statements as they are", "[db][deadline]") {
    const auto at = test::setting(test::on_mysql::setting);
    if (!at) return;
    auto session = db::mysql{*at}.open(in(5s));
    CHECK(session.is_mariadb());
    CHECK(db::time_prefix(session, "select 1").empty());
    session.due = in(10s);
    CHECK(db::time_prefix(session, "select 1").starts_with("SET STATEMENT max_statement_time = "));
    CHECK(db::time_prefix(session, "commit").empty());
}

TEST_CASE("PostgreSQL's settings of time are understood", "[db][deadline]") {
    CHECK(db::postgresql_milliseconds("0") == 0);
    CHECK(db::postgresql_milliseconds("1500ms") == 1'500);
    CHECK(db::postgresql_milliseconds("2s") == 2'000);
    CHECK(db::postgresql_milliseconds("3min") == 180'000);
    CHECK(db::postgresql_milliseconds("1h") == 3'600'000);
    CHECK(db::postgresql_milliseconds("2d") == 172'800'000);
}

TEST_CASE("a cancel that hangs is left behind, and no more than eight are", "[db][deadline]") {
    std::promise<void> hang;
    const auto until_then = hang.get_future().share();
    std::vector<std::unique_ptr<db::remote_cancel>> all;
    for (int i = 0; i < db::remote_cancel::most; ++i) {
        all.push_back(std::make_unique<db::remote_cancel>([=] { until_then.wait(); }));
        CHECK(all.back()->start());
    }
    CHECK_FALSE(all.front()->settle(in(10ms)));
    db::remote_cancel one_more{[] {}};
    CHECK_FALSE(one_more.start());
    CHECK(one_more.settle(in(0s)));
    all.pop_back(); // while its thread still runs
    hang.set_value();
    for (auto& one : all)
        CHECK(one->settle(in(10s)));
    CHECK(test::comes_true([&] { return one_more.start(); }));
    CHECK(one_more.settle(in(10s)));
}

TEST_CASE("a cancel that fails has settled, and one of nothing does not start", "[db][deadline]") {
    db::remote_cancel fails{[] { throw std::runtime_error{"refused"}; }};
    CHECK(fails.start());
    CHECK(fails.settle(in(10s)));
    CHECK_FALSE(db::remote_cancel{{}}.start());
}
