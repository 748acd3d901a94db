#include <array>
#include <memory>
#include <poll.h>
#include <string>
#include <support/catch.hpp>
#include <support/servers.hpp>
#include <unistd.h>

using namespace cenote;
using namespace std::chrono_literals;
using test::in;
using test::thrown_by;

namespace {

std::string text_of(db::postgresql::session& session, const std::string& query) {
    std::string text;
    session << query, soci::into(text);
    return text;
}

bool has_input(int descriptor) {
    ::pollfd asked{.fd = descriptor, .events = POLLIN, .revents = 0};
    return ::poll(&asked, 1, 0) == 1;
}

/// The error type of a SOCI that has renamed the function.
struct newer_error {
    static std::string get_sqlstate() { return "40001"; }
};

} // namespace

TEST_CASE("PostgreSQL: the SQLSTATE is found in newer versions of SOCI", "[db][postgresql]") {
    CHECK(db::sqlstate_of(newer_error{}) == "40001");
}

TEST_CASE(
    "PostgreSQL: a pending notification is no sign of death, and is kept", "[db][postgresql]") {
    const auto at = test::setting(
        GENERATE(as<std::string>{}, "CENOTE_TEST_POSTGRESQL", "CENOTE_TEST_POSTGRESQL_TLS"));
    if (!at) return;
    const db::postgresql backend{*at};
    auto listener = backend.open(in(5s));
    auto speaker = backend.open(in(5s));
    listener << "LISTEN cenote_news";
    speaker << "NOTIFY cenote_news, 'hello'";
    REQUIRE(test::comes_true([&] { return has_input(listener.socket()); }));
    CHECK(backend.peek(listener).alive());
    CHECK(backend.peek(listener).alive());
    const std::unique_ptr<PGnotify, void (*)(void*)> kept{
        PQnotifies(listener.handle()), &PQfreemem};
    REQUIRE(kept);
    CHECK(std::string{kept->extra} == "hello");
}

TEST_CASE("PostgreSQL: a session ended after a notification fails peek", "[db][postgresql]") {
    const auto at = test::setting("CENOTE_TEST_POSTGRESQL");
    if (!at) return;
    const db::postgresql backend{*at};
    auto listener = backend.open(in(5s));
    auto admin = backend.open(in(5s));
    listener << "LISTEN cenote_news";
    admin << "NOTIFY cenote_news, 'hello'";
    test::kill(admin, test::backend_id(listener));
    CHECK(test::comes_true([&] { return !backend.peek(listener).alive(); }));
    CHECK(backend.peek(listener) == health{fault::lost});
}

TEST_CASE("PostgreSQL: a session the server ended for idleness fails peek", "[db][postgresql]") {
    const auto at = test::setting("CENOTE_TEST_POSTGRESQL");
    if (!at) return;
    const db::postgresql backend{*at};
    auto session = backend.open(in(5s));
    session << "SET idle_session_timeout = 20";
    CHECK(test::comes_true([&] { return !backend.peek(session).alive(); }));
    const auto failure = thrown_by([&] { text_of(session, "SELECT 'x'"); });
    REQUIRE(failure);
    CHECK(backend.classify(session, failure) == fault::lost);
}

TEST_CASE(
    "PostgreSQL: commit after a failed statement throws and the work is undone",
    "[db][postgresql]") {
    const auto at = test::setting("CENOTE_TEST_POSTGRESQL");
    if (!at) return;
    const db::postgresql backend{*at};
    auto session = backend.open(in(5s));
    session << "CREATE TEMPORARY TABLE rows (id INT PRIMARY KEY)";
    session.begin();
    session << "INSERT INTO rows VALUES (1)";
    CHECK_THROWS(session << "INSERT INTO rows VALUES (1)");
    CHECK_THROWS_WITH(
        backend.commit(session),
        "cannot commit: SQLSTATE 25P02: a statement of the transaction has failed");
    CHECK(backend.in_transaction(session));
    CHECK(backend.ping(session, in(2s)).alive());
    backend.rollback(session, in(2s));
    CHECK_FALSE(backend.in_transaction(session));
    CHECK(text_of(session, "SELECT count(*)::text FROM rows") == "0");
}

TEST_CASE("PostgreSQL: commit throws what a deferred constraint says", "[db][postgresql]") {
    const auto at = test::setting("CENOTE_TEST_POSTGRESQL");
    if (!at) return;
    const db::postgresql backend{*at};
    auto session = backend.open(in(5s));
    session << "CREATE TEMPORARY TABLE rows (id INT UNIQUE DEFERRABLE INITIALLY DEFERRED)";
    session.begin();
    session << "INSERT INTO rows VALUES (1), (1)";
    try {
        backend.commit(session);
        FAIL("committed");
    } catch (const db::error& e) {
        CHECK(e.info().code == "SQLSTATE 23505");
        CHECK(e.kind() == fault::permanent);
    }
    CHECK_FALSE(backend.in_transaction(session));
}

TEST_CASE("PostgreSQL: error texts hold neither details nor the statement", "[db][postgresql]") {
    const auto at = test::setting("CENOTE_TEST_POSTGRESQL");
    if (!at) return;
    const db::postgresql backend{*at};
    auto session = backend.open(in(5s));
    session << "CREATE TEMPORARY TABLE named (name TEXT PRIMARY KEY)";
    const std::string value = "hunter2";
    const auto insert = [&] { session << "INSERT INTO named VALUES (:n)", soci::use(value, "n"); };
    insert();
    const auto told = backend.describe(thrown_by(insert));
    CHECK(told.code == "SQLSTATE 23505");
    CHECK(told.message == "ERROR: duplicate key value violates unique constraint \"named_pkey\"");
}

TEST_CASE(
    "PostgreSQL: reset works in a failed transaction and keeps float digits", "[db][postgresql]") {
    const auto at = test::setting("CENOTE_TEST_POSTGRESQL");
    if (!at) return;
    const db::postgresql backend{*at};
    auto session = backend.open(in(5s));
    const auto digits = text_of(session, "SHOW extra_float_digits");
    session.begin();
    CHECK_THROWS(session << "SELECT nonsense");
    backend.reset(session, in(2s));
    CHECK_FALSE(backend.in_transaction(session));
    CHECK(text_of(session, "SHOW extra_float_digits") == digits);
}

TEST_CASE(
    "PostgreSQL: a write refused by the server's role is told from one refused by the transaction",
    "[db][postgresql]") {
    const auto at = test::setting("CENOTE_TEST_POSTGRESQL");
    if (!at) return;
    const auto write_after = [](const std::string& text, const std::string& first) {
        const db::postgresql backend{text};
        auto session = backend.open(in(5s));
        session << first;
        const auto failure = thrown_by([&] { session << "CREATE TABLE cenote_refused (id INT)"; });
        REQUIRE(failure);
        CHECK(backend.describe(failure).code == "SQLSTATE 25006");
        return backend.classify(session, failure);
    };
    CHECK(write_after(*at, "BEGIN READ ONLY") == fault::permanent);
    const auto read_only = test::with(*at, "options", "'-c default_transaction_read_only=on'");
    CHECK(write_after(read_only, "SELECT 1") == fault::read_only);
}

TEST_CASE("PostgreSQL: options with any spaces reach the server", "[db][postgresql]") {
    const auto at = test::setting("CENOTE_TEST_POSTGRESQL");
    if (!at) return;
    const db::postgresql backend{
        test::with(*at, "options", "'-c  statement_timeout=1234   -c lock_timeout=77'")};
    auto session = backend.open(in(5s));
    CHECK(text_of(session, "SHOW statement_timeout") == "1234ms");
    CHECK(text_of(session, "SHOW lock_timeout") == "77ms");
}

TEST_CASE("PostgreSQL: notices are not printed", "[db][postgresql]") {
    const auto at = test::setting("CENOTE_TEST_POSTGRESQL");
    if (!at) return;
    const db::postgresql backend{*at};
    auto session = backend.open(in(5s));
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    const int kept = ::dup(STDERR_FILENO);
    ::dup2(pipe[1], STDERR_FILENO);
    session << "DO $$ BEGIN RAISE NOTICE 'hear me'; END $$";
    ::dup2(kept, STDERR_FILENO);
    CHECK_FALSE(has_input(pipe[0]));
    CHECK(backend.peek(session).alive());
    for (const int each : {kept, pipe[0], pipe[1]})
        ::close(each);
}
