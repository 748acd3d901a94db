#include <exception>
#include <string>
#include <support/catch.hpp>
#include <support/servers.hpp>
#include <support/stopped.hpp>
#include <thread>

using namespace cenote;
using namespace std::chrono_literals;
using test::in;
using test::thrown_by;
using test::time_of;

namespace {

std::string text_of(db::mysql::session& session, const std::string& query) {
    std::string text;
    session << query, soci::into(text);
    return text;
}

/// A table that goes with its test.
class table {
public:
    table(db::mysql::session& session, const std::string& name, const std::string& columns)
        : session_{session}
        , name_{name} {
        session_ << "DROP TABLE IF EXISTS " + name_;
        session_ << "CREATE TABLE " + name_ + " (" + columns + ") ENGINE=InnoDB";
    }

    table(const table&) = delete;
    table& operator=(const table&) = delete;

    ~table() {
        static_cast<void>(thrown_by([&] { session_ << "DROP TABLE " + name_; }));
    }

private:
    db::mysql::session& session_;
    std::string name_;
};

} // namespace

TEST_CASE("MySQL: results that were not fetched fail peek and ping", "[db][mysql]") {
    const auto at =
        test::setting(GENERATE(as<std::string>{}, "CENOTE_TEST_MYSQL", "CENOTE_TEST_MYSQL_TLS"));
    if (!at) return;
    const db::mysql backend{*at};
    auto session = backend.open(in(5s));
    session << "DROP PROCEDURE IF EXISTS cenote_two";
    session << "CREATE PROCEDURE cenote_two() BEGIN SELECT 1; SELECT 2; END";
    int first = 0;
    session << "CALL cenote_two()", soci::into(first);
    CHECK(first == 1);
    CHECK(backend.peek(session) == health{fault::lost});
    CHECK(backend.ping(session, in(2s)) == health{fault::lost});
    const auto failure = thrown_by([&] { text_of(session, "SELECT 1"); });
    REQUIRE(failure);
    CHECK(backend.describe(failure).code == "MySQL 2014");
    CHECK(backend.classify(failure) == fault::lost);
    auto other = backend.open(in(5s));
    other << "DROP PROCEDURE cenote_two";
}

TEST_CASE("MySQL: no server may read the client's files unless asked by name", "[db][mysql]") {
    const auto at = test::setting("CENOTE_TEST_MYSQL");
    if (!at) return;
    const auto load = [&](const std::string& text) {
        const db::mysql backend{text};
        auto session = backend.open(in(5s));
        session << "CREATE TEMPORARY TABLE texts (line TEXT)";
        return thrown_by(
            [&] { session << "LOAD DATA LOCAL INFILE '/proc/self/comm' INTO TABLE texts"; });
    };
    const auto refused = load(*at);
    REQUIRE(refused);
    CHECK(db::mysql::describe(refused).message.find("forbidden") != std::string::npos);
    CHECK(load(test::with(*at, "local_infile", "0")));
    CHECK_FALSE(load(test::with(*at, "local_infile", "1")));
}

TEST_CASE("MySQL: autocommit turned off counts as open work until rolled back", "[db][mysql]") {
    const auto at = test::setting("CENOTE_TEST_MYSQL");
    if (!at) return;
    const db::mysql backend{*at};
    auto session = backend.open(in(5s));
    const table rows{session, "cenote_rows", "id INT"};
    CHECK_FALSE(backend.in_transaction(session));
    session << "SET autocommit = 0";
    CHECK(backend.in_transaction(session));
    session << "INSERT INTO cenote_rows VALUES (1)";
    CHECK(backend.in_transaction(session));
    backend.rollback(session, in(2s));
    CHECK_FALSE(backend.in_transaction(session));
    CHECK(
        text_of(session, "SELECT concat(@@autocommit + 0, ' ', count(*)) FROM cenote_rows") ==
        "1 0");
}

TEST_CASE(
    "MySQL: reset brings back the character set, the database and autocommit", "[db][mysql]") {
    const auto at = test::setting("CENOTE_TEST_MYSQL");
    if (!at) return;
    const db::mysql backend{*at};
    auto session = backend.open(in(5s));
    const auto ask = "SELECT concat(database(), ' ', @@character_set_client, ' ', @@autocommit)";
    const auto before = text_of(session, ask);
    session << "USE information_schema";
    session << "SET NAMES latin1";
    session << "SET autocommit = 0";
    REQUIRE(text_of(session, ask) != before);
    backend.reset(session, in(2s));
    CHECK(text_of(session, ask) == before);
    CHECK(mysql_character_set_name(session.handle()) == session.charset());
    CHECK_FALSE(backend.in_transaction(session));
}

TEST_CASE("MySQL: commit after a deadlock throws instead of committing nothing", "[db][mysql]") {
    const auto at = test::setting("CENOTE_TEST_MYSQL");
    if (!at) return;
    const db::mysql backend{*at};
    auto one = backend.open(in(5s));
    auto two = backend.open(in(5s));
    const table rows{one, "cenote_locks", "id INT PRIMARY KEY, n INT"};
    one << "INSERT INTO cenote_locks VALUES (1, 0), (2, 0)";
    one.begin();
    two.begin();
    one << "UPDATE cenote_locks SET n = 1 WHERE id = 1";
    two << "UPDATE cenote_locks SET n = 1 WHERE id = 2";
    std::exception_ptr of_one;
    std::thread waits{
        [&] { of_one = thrown_by([&] { one << "UPDATE cenote_locks SET n = 2 WHERE id = 2"; }); }};
    const auto of_two = thrown_by([&] { two << "UPDATE cenote_locks SET n = 2 WHERE id = 1"; });
    waits.join();
    REQUIRE(static_cast<bool>(of_one) != static_cast<bool>(of_two));
    auto& victim = of_one ? one : two;
    auto& winner = of_one ? two : one;
    const auto failure = of_one ? of_one : of_two;
    CHECK(backend.describe(failure).code == "MySQL 1213");
    CHECK(backend.classify(victim, failure) == fault::transient);
    CHECK_THROWS_AS(backend.commit(victim), db::error);
    backend.commit(winner);
    CHECK(text_of(winner, "SELECT concat('sum=', sum(n)) FROM cenote_locks") == "sum=3");
}

TEST_CASE(
    "MySQL: commit after a statement failed keeps the transaction's other work", "[db][mysql]") {
    const auto at = test::setting("CENOTE_TEST_MYSQL");
    if (!at) return;
    const db::mysql backend{*at};
    auto session = backend.open(in(5s));
    const table rows{session, "cenote_rows", "id INT PRIMARY KEY"};
    session.begin();
    session << "INSERT INTO cenote_rows VALUES (1)";
    CHECK_THROWS(session << "INSERT INTO cenote_rows VALUES (1)");
    backend.commit(session); // a duplicate undoes its own statement only
    backend.rollback(session, in(2s));
    CHECK(text_of(session, "SELECT concat('n=', count(*)) FROM cenote_rows") == "n=1");
}

TEST_CASE("MySQL: commit after a statement that commits by itself says so", "[db][mysql]") {
    const auto at = test::setting("CENOTE_TEST_MYSQL");
    if (!at) return;
    const db::mysql backend{*at};
    auto session = backend.open(in(5s));
    session.begin();
    const table rows{session, "cenote_rows", "id INT"};
    CHECK_THROWS_WITH(
        backend.commit(session), "cannot commit: the server has ended the transaction already");
}

TEST_CASE("MySQL: a server turned read-only is in the wrong role", "[db][mysql]") {
    const auto at = test::setting("CENOTE_TEST_MYSQL");
    const auto admin_at = test::setting("CENOTE_TEST_MYSQL_ADMIN");
    if (!at || !admin_at) return;
    const db::mysql backend{*at};
    auto admin = db::mysql{*admin_at}.open(in(5s));
    auto session = backend.open(in(5s));
    const table rows{session, "cenote_rows", "id INT"};
    admin << "SET GLOBAL read_only = 1";
    const auto failure = thrown_by([&] { session << "INSERT INTO cenote_rows VALUES (1)"; });
    admin << "SET GLOBAL read_only = 0";
    REQUIRE(failure);
    CHECK(backend.describe(failure).code == "MySQL 1290");
    CHECK(backend.classify(session, failure) == fault::read_only);
}

TEST_CASE("MySQL: a packet that is too large loses the session", "[db][mysql]") {
    const auto at = GENERATE(as<std::string>{}, "CENOTE_TEST_MYSQL", "CENOTE_TEST_MYSQL_TLS");
    const auto text = test::setting(at);
    if (!text) return;
    const db::mysql backend{*text};
    auto session = backend.open(in(5s));
    const std::string large(20'000'000, 'x');
    const auto failure =
        thrown_by([&] { session << "DO LENGTH(:large)", soci::use(large, "large"); });
    REQUIRE(failure);
    CAPTURE(backend.describe(failure).code);
    CHECK(backend.classify(session, failure) == fault::lost);
}

TEST_CASE("MySQL: opening on a silent server ends by its deadline", "[db][mysql]") {
    const auto at = test::setting("CENOTE_TEST_MYSQL");
    const auto pid = test::setting("CENOTE_TEST_MYSQL_PID");
    if (!at || !pid) return;
    const db::mysql backend{*at};
    fault kind{};
    const auto took = time_of([&] {
        const test::stopped silent{static_cast<::pid_t>(std::stol(*pid))};
        kind = backend.classify(thrown_by([&] { auto s = backend.open(in(2500ms)); }));
    });
    CHECK(kind == fault::transient);
    CHECK(took > 1900ms);
    CHECK(took < 2500ms);
}
