#include <cenote/db/mysql/connect_string.hpp>
#include <cenote/db/postgresql/connect_string.hpp>
#include <cenote/db/sqlite3/connect_string.hpp>

#include <chrono>
#include <string>
#include <support/catch.hpp>

using namespace std::chrono_literals;
using cenote::duration;
using cenote::db::connect_string_error;
using cenote::db::mysql_connect_string;
using cenote::db::postgresql_connect_string;
using cenote::db::sqlite3_connect_string;

namespace {

/// The key that is refused; fails if none is, or if the password shows.
template <class String>
std::string refused(const std::string& text) {
    try {
        const String accepted{text};
    } catch (const connect_string_error& e) {
        CHECK(std::string{e.what()}.find("hunter2") == std::string::npos);
        return e.key();
    }
    FAIL("accepted: " << text);
    return {};
}

std::string mysql(const std::string& text, duration left = duration::max()) {
    return mysql_connect_string{text}.within(left);
}

std::string postgresql(const std::string& text, duration left = duration::max()) {
    return postgresql_connect_string{text}.within(left);
}

std::string sqlite3(const std::string& text) {
    return sqlite3_connect_string{text}.text();
}

} // namespace

TEST_CASE("MySQL: every value is handed on as it was meant", "[db][mysql][connect string]") {
    CHECK(mysql("host=db  user = app") == "host='db' user='app'");
    CHECK(mysql("pass='it\\'s \\\\ odd'") == "pass='it\\'s \\\\ odd'");
    CHECK(mysql("") == "");
}

TEST_CASE("MySQL: what is left becomes the connect timeout", "[db][mysql][connect string]") {
    CHECK(mysql("host=db", 2900ms) == "host='db' connect_timeout=2");
    CHECK(mysql("host=db", 10ms) == "host='db' connect_timeout=1");
    CHECK(mysql("connect_timeout=5 host=db", 30s) == "host='db' connect_timeout=5");
    CHECK(mysql("connect_timeout=5 host=db", 3s) == "host='db' connect_timeout=3");
    CHECK(mysql("connect_timeout=5", duration::max()) == "connect_timeout=5");
    CHECK(mysql("host=db", 2400h) == "host='db' connect_timeout=86400");
}

TEST_CASE("MySQL: options that do harm are refused by name", "[db][mysql][connect string]") {
    const auto key = refused<mysql_connect_string>;
    CHECK(key("reconnect=1 password=hunter2") == "reconnect");
    CHECK(key("sslcert=c.pem password=hunter2") == "sslcert");
    CHECK(key("sslkey=k.pem") == "sslkey");
    CHECK(key("local_infile=yes") == "local_infile");
    CHECK(key("compress=1 password=hunter2") == "compress");
    CHECK(key("db=a dbname=b") == "dbname");
    CHECK(key("password=hunter2 connect_timeout=0") == "connect_timeout");
    CHECK(key("read_timeout=0.5") == "read_timeout");
    CHECK(key("write_timeout=-1") == "write_timeout");
    CHECK(key("port=70000") == "port");
    CHECK(key("password='hunter2").empty());
    CHECK(key("password=my hunter2").empty());
    CHECK(key("hunter2").empty());
    CHECK(mysql("sslca=a sslcert=c sslkey=k") == "sslca='a' sslcert='c' sslkey='k'");
}

TEST_CASE(
    "MySQL: the string knows its password, its database and local_infile",
    "[db][mysql][connect string]") {
    const mysql_connect_string given{"password=hunter2 service=shop local_infile=1"};
    CHECK(given.secrets() == std::vector<std::string>{"hunter2"});
    CHECK(given.database() == "shop");
    CHECK(given.local_infile());
    CHECK_FALSE(mysql_connect_string{"host=db local_infile=0"}.local_infile());
    CHECK(mysql_connect_string{"host=db"}.database().empty());
}

TEST_CASE(
    "PostgreSQL: pairs become a URI that SOCI cannot break", "[db][postgresql][connect string]") {
    CHECK(postgresql("host = db port=1") == "postgresql:///?host=db&port=1");
    CHECK(
        postgresql("password='two  spaces = \\'x\\' %'") ==
        "postgresql:///?password=two%20%20spaces%20%3D%20%27x%27%20%25");
    CHECK(postgresql("host=''") == "postgresql:///?host=");
    CHECK(postgresql("").empty());
}

TEST_CASE("PostgreSQL: a URI stays what it says", "[db][postgresql][connect string]") {
    CHECK(
        postgresql("postgresql://app:s%20x@db:5433/shop?sslmode=require") ==
        "postgresql:///?user=app&password=s%20x&dbname=shop&host=db&port=5433&sslmode=require");
}

TEST_CASE(
    "PostgreSQL: what is left becomes the connect timeout", "[db][postgresql][connect string]") {
    CHECK(postgresql("", 5900ms) == "postgresql:///?connect_timeout=5");
    CHECK(postgresql("", 10ms) == "postgresql:///?connect_timeout=2");
    CHECK(postgresql("connect_timeout=3", 30s) == "postgresql:///?connect_timeout=3");
    CHECK(postgresql("connect_timeout=30", 4s) == "postgresql:///?connect_timeout=4");
    CHECK(postgresql("connect_timeout=1", 4s) == "postgresql:///?connect_timeout=2");
}

TEST_CASE("PostgreSQL: several hosts share what is left", "[db][postgresql][connect string]") {
    CHECK(postgresql("host=a,b,c", 30s) == "postgresql:///?host=a%2Cb%2Cc&connect_timeout=10");
}

TEST_CASE(
    "PostgreSQL: what does harm or is malformed is refused", "[db][postgresql][connect string]") {
    const auto key = refused<postgresql_connect_string>;
    CHECK(key("singlerow=true password=hunter2") == "singlerow");
    CHECK(key("singlerows=yes") == "singlerow");
    CHECK(key("password=hunter2 connect_timeout=0") == "connect_timeout");
    CHECK(key("connect_timeout=-1") == "connect_timeout");
    CHECK(key("connect_timeout=2.5") == "connect_timeout");
    CHECK(key("password=my hunter2").empty());
    CHECK(key("password='hunter2").empty());
    CHECK(key("postgresql://app:hunter2@db/%zz").empty());
    CHECK(key("postgresql://app:hunter2@db?hunter2=1").empty());
    CHECK_THROWS_WITH(postgresql("hots=db"), test::contains("invalid connection option \"hots\""));
}

TEST_CASE(
    "PostgreSQL: every password counts as a secret, as it is and encoded",
    "[db][postgresql][connect string]") {
    const postgresql_connect_string given{"password='a b' sslpassword=c user=d"};
    CHECK(given.secrets() == std::vector<std::string>{"a b", "a%20b", "c"});
}

TEST_CASE("SQLite: a file name stands for itself", "[db][sqlite3][connect string]") {
    CHECK(sqlite3("warehouse.db") == "dbname=warehouse.db");
    CHECK(sqlite3(":memory:") == "dbname=:memory:");
    CHECK(sqlite3("/tmp/my file.db") == "dbname=\"/tmp/my file.db\"");
    CHECK(sqlite3("/tmp/a=b.db") == "dbname=/tmp/a=b.db");
    CHECK(sqlite3("file:x?mode=ro") == "dbname=file:x?mode=ro");
}

TEST_CASE(
    "SQLite: options keep their meaning whatever the spaces", "[db][sqlite3][connect string]") {
    CHECK(sqlite3("db=a.db   timeout = 5") == "db=a.db timeout=5");
    CHECK(sqlite3("db=\"a b.db\" synchronous=normal") == "db=\"a b.db\"");
    CHECK(sqlite3_connect_string{"db=a synchronous=normal"}.synchronous() == "normal");
    CHECK(sqlite3_connect_string{"db=a timeout=5"}.busy_timeout() == 5000);
    CHECK(sqlite3_connect_string{"a.db"}.busy_timeout() == 0);
    CHECK(sqlite3_connect_string{"file:a.db?hexkey=hunter2"}.file() == "file:a.db");
}

TEST_CASE(
    "SQLite: what SOCI would misunderstand is refused by name", "[db][sqlite3][connect string]") {
    const auto key = refused<sqlite3_connect_string>;
    CHECK(key("") == "db");
    CHECK(key("timeout=5") == "db");
    CHECK(key("db=") == "db");
    CHECK(key("databse=a.db") == "databse");
    CHECK(key("db=a.db timeout=0.5") == "timeout");
    CHECK(key("db=a.db timeout=0") == "timeout");
    CHECK(key("db=a.db readonly=false") == "readonly");
    CHECK(key("db=a.db shared_cache=yes") == "shared_cache");
    CHECK(key("db=a.db synchronous=off;drop") == "synchronous");
    CHECK(key("db=a.db db=b.db") == "db");
    CHECK(key("db=\" a.db\"") == "db");
    CHECK(sqlite3("db=a.db readonly=true") == "db=a.db readonly=true");
}
