#include <cenote/db/mysql/codes.hpp>
#include <cenote/db/postgresql/codes.hpp>
#include <cenote/db/sqlite3/codes.hpp>

#include <support/catch.hpp>

using cenote::fault;
using cenote::db::classify_mysql_code;
using cenote::db::classify_postgresql_connect;
using cenote::db::classify_sqlite;
using cenote::db::classify_sqlstate;
using cenote::db::phase;

TEST_CASE("MySQL: codes that end an established session are lost", "[db][mysql]") {
    const auto code = GENERATE(
        2006u,
        2013u,
        2055u,
        1927u,
        4031u,
        1053u,
        1152u,
        1158u,
        1159u,
        1160u,
        1161u,
        2026u,
        2014u,
        2027u,
        1153u);
    CAPTURE(code);
    CHECK(classify_mysql_code(code, phase::established) == fault::lost);
}

TEST_CASE("MySQL: the same codes while opening may pass", "[db][mysql]") {
    const auto code = GENERATE(2006u, 2013u, 2055u, 1053u, 1159u, 2002u, 2003u, 2005u);
    CAPTURE(code);
    CHECK(classify_mysql_code(code, phase::opening) == fault::transient);
}

TEST_CASE("MySQL: TLS that breaks while opening may pass, a wrong CA does not", "[db][mysql]") {
    const auto opening = [](const char* words) {
        return classify_mysql_code(2026, phase::opening, words);
    };
    CHECK(opening("TLS/SSL error: Connection timed out (110)") == fault::transient);
    CHECK(opening("TLS/SSL error: unexpected eof while reading") == fault::transient);
    CHECK(opening("TLS/SSL error: Connection reset by peer (104)") == fault::transient);
    CHECK(opening("TLS/SSL error: certificate verify failed") == fault::permanent);
}

TEST_CASE("MySQL: each other class has its codes", "[db][mysql]") {
    const auto of = [](unsigned code) { return classify_mysql_code(code, phase::established); };
    for (const unsigned code : {1040u, 1203u, 1226u, 1021u, 1114u})
        CHECK(of(code) == fault::overloaded);
    for (const unsigned code : {1047u, 1290u, 1836u})
        CHECK(of(code) == fault::read_only);
    for (const unsigned code : {1213u, 1205u, 1317u, 1969u, 3024u})
        CHECK(of(code) == fault::transient);
    for (const unsigned code :
         {1044u, 1045u, 1049u, 1062u, 1064u, 1142u, 1146u, 1406u, 1792u, 2019u})
        CHECK(of(code) == fault::permanent);
}

TEST_CASE("MySQL: 1290 is a wrong role only if it is about read-only", "[db][mysql]") {
    const auto of = [](const char* words) {
        return classify_mysql_code(1290, phase::established, words);
    };
    CHECK(
        of("The MariaDB server is running with the --read-only option so it cannot execute this "
           "statement") == fault::read_only);
    CHECK(
        of("The MariaDB server is running with the --secure-file-priv option so it cannot execute "
           "this statement") == fault::permanent);
}

TEST_CASE(
    "PostgreSQL: states that end a session are lost, and may pass while opening",
    "[db][postgresql]") {
    const auto state = GENERATE(
        as<std::string>{},
        "08000",
        "08003",
        "08006",
        "57P01",
        "57P02",
        "57P03",
        "57P04",
        "57P05",
        "25P03");
    CAPTURE(state);
    CHECK(classify_sqlstate(state) == fault::lost);
    CHECK(classify_sqlstate(state, phase::opening) == fault::transient);
}

TEST_CASE("PostgreSQL: each other class has its states", "[db][postgresql]") {
    for (const auto* state : {"40001", "40P01", "40003", "55P03", "57014"})
        CHECK(classify_sqlstate(state) == fault::transient);
    for (const auto* state : {"53300", "53100", "53200"})
        CHECK(classify_sqlstate(state) == fault::overloaded);
    CHECK(classify_sqlstate("25006") == fault::read_only);
    for (const auto* state :
         {"22P02",
          "23505",
          "42P01",
          "42601",
          "28P01",
          "3D000",
          "54000",
          "25P02",
          "25001",
          "26000",
          "40002",
          "     ",
          ""})
        CHECK(classify_sqlstate(state) == fault::permanent);
}

TEST_CASE("PostgreSQL: a failed connect is classified by its words", "[db][postgresql]") {
    const auto of = [](const char* words) { return classify_postgresql_connect(words); };
    CHECK(
        of("connection to server at \"127.0.0.1\", port 1 failed: Connection refused\n\tIs the "
           "server running on that host and accepting TCP/IP connections?") == fault::transient);
    CHECK(of("FATAL:  the database system is starting up") == fault::transient);
    CHECK(of("FATAL:  the database system is shutting down") == fault::transient);
    CHECK(of("FATAL:  sorry, too many clients already") == fault::overloaded);
    CHECK(of("FATAL:  too many connections for role \"app\"") == fault::overloaded);
    CHECK(of("FATAL:  password authentication failed for user \"app\"") == fault::permanent);
    CHECK(of("FATAL:  database \"nope\" does not exist") == fault::permanent);
    CHECK(of("SSL error: certificate verify failed") == fault::permanent);
    CHECK(of("connection to server failed: timeout expired") == fault::timed_out);
    CHECK(of("failed: session is read-only") == fault::read_only);
    CHECK(of("FATAL:  Passwort-Authentifizierung fehlgeschlagen") == fault::transient);
}

TEST_CASE("PostgreSQL: of several hosts, one that may come back decides", "[db][postgresql]") {
    CHECK(
        classify_postgresql_connect(
            "connection to server at \"a\" failed: Connection refused\n"
            "connection to server at \"b\" failed: FATAL:  database \"x\" does not exist") ==
        fault::transient);
}

TEST_CASE("SQLite: each class has its codes", "[db][sqlite3]") {
    for (const int code : {5, 6, 261, 262, 517, 9, 4, 14, 17, 513, 769})
        CHECK(classify_sqlite(code) == fault::transient);
    for (const int code : {10, 266, 522, 1032})
        CHECK(classify_sqlite(code) == fault::lost);
    for (const int code : {7, 13})
        CHECK(classify_sqlite(code) == fault::overloaded);
    for (const int code : {1, 8, 264, 11, 267, 19, 1555, 2067, 20, 21, 26})
        CHECK(classify_sqlite(code) == fault::permanent);
}

static_assert(classify_mysql_code(2013, phase::established) == fault::lost);
static_assert(classify_sqlstate("57P01") == fault::lost);
static_assert(classify_sqlite(1032) == fault::lost);
