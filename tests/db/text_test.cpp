#include <cenote/db/driver_words.hpp>
#include <cenote/db/error.hpp>
#include <cenote/db/one_line.hpp>
#include <cenote/db/scrub.hpp>

#include <string>
#include <support/catch.hpp>
#include <vector>

using namespace cenote;

TEST_CASE("every secret is scrubbed wherever it stands", "[db][text]") {
    const std::vector<std::string> secrets{"hunter2", "", "s3"};
    CHECK(db::scrub("hunter2 and hunter2, s3", secrets) == "*** and ***, ***");
    CHECK(db::scrub("nothing here", secrets) == "nothing here");
}

TEST_CASE("a secret that is part of its own mask is scrubbed once", "[db][text]") {
    const std::vector<std::string> secrets{"*"};
    CHECK(db::scrub("a*b", secrets) == "a***b");
}

TEST_CASE("a driver's lines become one", "[db][text]") {
    CHECK(db::one_line("  refused\n\tIs it running?\r\n") == "refused Is it running?");
    CHECK(db::one_line(" \n").empty());
}

TEST_CASE("what SOCI puts before the driver's words is left out", "[db][text]") {
    CHECK(db::driver_words("Cannot establish connection to the database.\nrefused\n") == "refused");
    CHECK(db::driver_words("Cannot execute query. Fatal error. ERROR:  no\n") == "ERROR: no");
    CHECK(
        db::driver_words("sqlite3_statement_backend::prepare: no such table: t") ==
        "no such table: t");
    CHECK(db::driver_words("its own words") == "its own words");
}

TEST_CASE("an error tells what was done, the code and the driver's words", "[db][text]") {
    const db::open_error e{fault::permanent, "connect to mysql", {"MySQL 1045", "Access denied"}};
    CHECK(std::string{e.what()} == "cannot connect to mysql: MySQL 1045: Access denied");
    CHECK(e.kind() == fault::permanent);
    CHECK(e.info().code == "MySQL 1045");
    CHECK(std::string{db::timed_out("ping").what()} == "cannot ping: out of time");
    CHECK(db::timed_out("ping").kind() == fault::timed_out);
}
