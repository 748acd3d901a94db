#include <cenote/db/redact.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <support/catch.hpp>
#include <support/servers.hpp>
#include <support/stopped.hpp>
#include <support/threads.hpp>
#include <thread>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using test::in;
using test::threads_now;
using test::thrown_by;
using test::time_of;

namespace {

template <class Session>
std::string text_of(Session& session, const std::string& query) {
    std::string text;
    session << query, soci::into(text);
    return text;
}

/// The error of an open that must fail.
template <class Backend>
db::open_error open_failure_of(const std::string& text, deadline until = in(5s)) {
    const Backend backend{text};
    try {
        auto session = backend.open(until);
    } catch (const db::open_error& e) {
        return e;
    }
    FAIL("opened");
    return db::timed_out<db::open_error>("never");
}

} // namespace

TEMPLATE_TEST_CASE("a healthy session passes peek and ping", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    CHECK(backend.peek(session).alive());
    CHECK(backend.ping(session, in(2s)).alive());
    CHECK(text_of(session, "SELECT 'here'") == "here");
    CHECK(backend.peek(session).alive());
    CHECK(backend.ping(session, deadline::never()).alive());
}

TEMPLATE_TEST_CASE("TLS is on where it was asked for", "[db][server]", test::on_mysql_tls) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    CHECK(mysql_get_ssl_cipher(session.handle()) != nullptr);
}

TEMPLATE_TEST_CASE("an idle session that was killed fails peek", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto admin = backend.open(in(5s));
    auto victim = backend.open(in(5s));
    test::kill(admin, test::backend_id(victim));
    CHECK(test::comes_true([&] { return !backend.peek(victim).alive(); }));
    CHECK(backend.peek(victim) == health{fault::lost});
    CHECK(backend.peek(admin).alive());
}

TEMPLATE_TEST_CASE("an idle session that was killed fails ping", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto admin = backend.open(in(5s));
    auto victim = backend.open(in(5s));
    const auto id = test::backend_id(victim);
    test::kill(admin, id);
    REQUIRE(test::comes_true([&] { return !test::exists(admin, id); }));
    CHECK(backend.ping(victim, in(2s)) == health{fault::lost});
    CHECK(backend.ping(victim, in(2s)) == health{fault::lost});
    CHECK(backend.peek(victim) == health{fault::lost});
}

TEMPLATE_TEST_CASE("a query on a killed idle session is lost", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto admin = backend.open(in(5s));
    auto victim = backend.open(in(5s));
    const auto id = test::backend_id(victim);
    test::kill(admin, id);
    REQUIRE(test::comes_true([&] { return !test::exists(admin, id); }));
    for (int i = 0; i < 2; ++i) { // the first and the next differ: MySQL 2013 or 2026, then 2006
        const auto failure = thrown_by([&] { text_of(victim, "SELECT 'here'"); });
        REQUIRE(failure);
        CAPTURE(backend.describe(failure).code, backend.describe(failure).message);
        CHECK(backend.classify(failure) == fault::lost);
        CHECK(backend.classify(victim, failure) == fault::lost);
    }
}

TEMPLATE_TEST_CASE("a running query that is killed is lost", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto admin = backend.open(in(5s));
    auto victim = backend.open(in(5s));
    const auto id = test::backend_id(victim);
    std::exception_ptr failure;
    std::thread runs{[&] { failure = thrown_by([&] { text_of(victim, TestType::long_query); }); }};
    const bool began = test::comes_true([&] { return test::is_busy(admin, id); });
    test::kill(admin, id);
    runs.join();
    CHECK(began);
    REQUIRE(failure);
    CAPTURE(backend.describe(failure).code, backend.describe(failure).message);
    CHECK(backend.classify(failure) == fault::lost);
    CHECK(backend.classify(victim, failure) == fault::lost);
}

TEMPLATE_TEST_CASE(
    "a silent server fails ping at the deadline, and its session closes at once",
    "[db][server]",
    ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const auto threads = threads_now();
    {
        const typename TestType::backend backend{*at};
        auto session = backend.open(in(5s));
        const auto server = TestType::server(session);
        if (server == 0) return;
        duration took{};
        duration closing{};
        health answer{true};
        {
            const test::stopped silent{server};
            took = time_of([&] { answer = backend.ping(session, in(2s)); });
            closing = time_of([&] { backend.close(session); });
        }
        CHECK(answer == health{fault::timed_out});
        CHECK(took >= 1990ms);
        CHECK(took <= 2100ms);
        CHECK(closing < 100ms);
        CHECK(backend.peek(session) == health{fault::lost});
        CHECK(threads_now() == threads + 1); // the watchdog
    }
    CHECK(threads_now() == threads);
}

TEMPLATE_TEST_CASE(
    "a session whose ping ran out of time is destroyed at once", "[db][server]", ON_EACH_SERVER) {
    using session = typename TestType::backend::session;
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    const std::unique_ptr<session> first{new session(backend.open(in(5s)))};
    std::unique_ptr<session> doomed{new session(backend.open(in(5s)))};
    const auto server = TestType::server(*doomed);
    if (server == 0) return;
    const test::stopped silent{server};
    CHECK(backend.ping(*doomed, in(100ms)) == health{fault::timed_out});
    CHECK(time_of([&] { doomed.reset(); }) < 100ms);
}

TEMPLATE_TEST_CASE(
    "a silent server fails rollback and reset at the deadline", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto rolled_back = backend.open(in(5s));
    auto reset = backend.open(in(5s));
    rolled_back.begin();
    const auto kind_by = [&](auto action) {
        const auto failure = thrown_by([&] { action(in(200ms)); });
        REQUIRE(failure);
        return backend.classify(failure);
    };
    const auto server = TestType::server(rolled_back);
    if (server == 0) return;
    const auto other = TestType::server(reset);
    fault first{};
    fault second{};
    const auto took = time_of([&] {
        const test::stopped silent{server};
        first = kind_by([&](deadline until) { backend.rollback(rolled_back, until); });
        const test::stopped too{other};
        second = kind_by([&](deadline until) { backend.reset(reset, until); });
    });
    CHECK(first == fault::timed_out);
    CHECK(second == fault::timed_out);
    CHECK(took >= 390ms);
    CHECK(took < 600ms);
}

TEMPLATE_TEST_CASE(
    "a ping that has no time left says so and does no harm", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    CHECK(backend.ping(session, in(0s)) == health{fault::timed_out});
    CHECK(backend.ping(session, in(2s)).alive());
}

TEMPLATE_TEST_CASE("a closed session is dead to every probe", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    backend.close(session);
    backend.close(session);
    CHECK(backend.peek(session) == health{fault::lost});
    CHECK(backend.ping(session, in(2s)) == health{fault::lost});
    CHECK(backend.classify(thrown_by([&] { backend.rollback(session, in(2s)); })) == fault::lost);
    CHECK(backend.classify(thrown_by([&] { backend.reset(session, in(2s)); })) == fault::lost);
}

TEMPLATE_TEST_CASE("rollback undoes what is pending", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    session << "CREATE TEMPORARY TABLE pending (id INT)";
    CHECK_FALSE(backend.in_transaction(session));
    session.begin();
    session << "INSERT INTO pending VALUES (1)";
    CHECK(backend.in_transaction(session));
    backend.rollback(session, in(2s));
    CHECK_FALSE(backend.in_transaction(session));
    int rows = -1;
    session << "SELECT count(*) FROM pending", soci::into(rows);
    CHECK(rows == 0);
}

TEMPLATE_TEST_CASE(
    "reset ends the transaction and forgets what the session knew",
    "[db][server]",
    ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    session << TestType::set_variable;
    session << "CREATE TEMPORARY TABLE leftover (id INT)";
    session.begin();
    session << "INSERT INTO leftover VALUES (1)";
    REQUIRE(text_of(session, TestType::read_variable) == "left behind");
    backend.reset(session, in(2s));
    CHECK_FALSE(backend.in_transaction(session));
    CHECK(text_of(session, TestType::read_variable).empty());
    CHECK_THROWS(session << "INSERT INTO leftover VALUES (1)");
    CHECK(backend.ping(session, in(2s)).alive());
}

TEMPLATE_TEST_CASE("commit keeps what was done", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    session << "CREATE TEMPORARY TABLE kept (id INT)";
    session.begin();
    session << "INSERT INTO kept VALUES (1)";
    backend.commit(session);
    CHECK_FALSE(backend.in_transaction(session));
    backend.rollback(session, in(2s));
    int rows = -1;
    session << "SELECT count(*) FROM kept", soci::into(rows);
    CHECK(rows == 1);
}

TEMPLATE_TEST_CASE("commit without a transaction throws", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    CHECK_THROWS_AS(backend.commit(session), db::error);
    CHECK(backend.ping(session, in(2s)).alive());
}

TEMPLATE_TEST_CASE(
    "a statement that ran out of its own time may pass, its session lives",
    "[db][server]",
    ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    session << TestType::limit_time;
    const auto failure = thrown_by([&] { text_of(session, TestType::long_query); });
    REQUIRE(failure);
    CAPTURE(backend.describe(failure).code);
    CHECK(backend.classify(session, failure) == fault::transient);
    CHECK(backend.ping(session, in(2s)).alive());
}

TEMPLATE_TEST_CASE(
    "a missing table is permanent and described without SQL and values",
    "[db][server]",
    ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    const std::string value = "hunter2";
    const auto failure =
        thrown_by([&] { session << "INSERT INTO nope (id) VALUES (:id)", soci::use(value, "id"); });
    REQUIRE(failure);
    CHECK(backend.classify(session, failure) == fault::permanent);
    const auto told = backend.describe(failure);
    CHECK(told.code == TestType::no_such_table);
    CHECK(told.message.find("nope") != std::string::npos);
    CHECK(told.message.find("INSERT") == std::string::npos);
    CHECK(told.message.find("hunter2") == std::string::npos);
    CHECK(told.message.find('\n') == std::string::npos);
}

TEMPLATE_TEST_CASE(
    "a duplicate's value is redacted from what the server says", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    session << "CREATE TEMPORARY TABLE named (name VARCHAR(300) PRIMARY KEY)";
    const auto value =
        GENERATE(as<std::string>{}, "hunter2", "it's hunter2's", "hunter2" + std::string(200, 'x'));
    const auto insert = [&] {
        session << "INSERT INTO named VALUES (:name)", soci::use(value, "name");
    };
    insert();
    const auto failure = thrown_by(insert);
    REQUIRE(failure);
    const auto told = db::redact(backend.describe(failure).message, std::vector{value});
    CAPTURE(told);
    CHECK(told.find("hunter2") == std::string::npos);
    CHECK(told.find("xxx") == std::string::npos);
    CHECK(told.find("uplicate") != std::string::npos);
}

TEMPLATE_TEST_CASE(
    "a syntax error is described without the statement", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    const std::string value = "hunter2";
    const auto failure =
        thrown_by([&] { session << "SELECT 1 FROM FROM x WHERE y = :y", soci::use(value, "y"); });
    REQUIRE(failure);
    const auto told = backend.describe(failure).message;
    CAPTURE(told);
    CHECK(told.find("syntax") != std::string::npos);
    CHECK(told.find("hunter2") == std::string::npos);
    CHECK(told.find("SELECT") == std::string::npos);
}

TEMPLATE_TEST_CASE("a wrong password is permanent and not told", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const auto e =
        open_failure_of<typename TestType::backend>(test::with(*at, "password", "hunter2"));
    CAPTURE(e.what());
    CHECK(e.kind() == fault::permanent);
    CHECK(std::string{e.what()}.find("hunter2") == std::string::npos);
    CHECK(std::string{e.what()}.find("cannot connect to") == 0);
}

TEMPLATE_TEST_CASE(
    "a password is not told even where the server's words hold it",
    "[db][server]",
    ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const auto text = test::with(test::with(*at, "password", "hunter2"), "user", "hunter2");
    const auto e = open_failure_of<typename TestType::backend>(text);
    CAPTURE(e.what());
    CHECK(std::string{e.what()}.find("hunter2") == std::string::npos);
    CHECK(e.info().message.find("***") != std::string::npos);
}

TEMPLATE_TEST_CASE("an unknown database is permanent and named", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const auto e = open_failure_of<typename TestType::backend>(
        test::with(*at, TestType::database_key, "no_such_db"));
    CAPTURE(e.what());
    CHECK(std::string{e.what()}.find("no_such_db") != std::string::npos);
    CHECK(e.kind() == fault::permanent);
}

TEMPLATE_TEST_CASE(
    "a port nobody listens on may pass, and fails at once", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    fault kind{};
    const auto took = time_of([&] {
        kind = open_failure_of<typename TestType::backend>(test::with(*at, "port", "1")).kind();
    });
    CHECK(kind == fault::transient);
    CHECK(took < 1s);
}

TEMPLATE_TEST_CASE(
    "opening is not tried when there is no time left", "[db][server]", ON_EACH_SERVER) {
    const auto at = test::setting(TestType::setting);
    if (!at) return;
    const auto e = open_failure_of<typename TestType::backend>(*at, in(0s));
    CHECK(e.kind() == fault::timed_out);
}
