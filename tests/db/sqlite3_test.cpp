#include <cenote/db/sqlite3.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <support/setting.hpp>
#include <support/timing.hpp>
#include <sys/stat.h>
#include <unistd.h>

using namespace cenote;
using namespace std::chrono_literals;
using test::in;
using test::thrown_by;
using test::time_of;

namespace {

/// A place for one database file, empty before and after the test.
class place {
public:
    explicit place(const std::string& folder)
        : path_{folder + "/cenote test.db"} {
        clear();
    }

    place(const place&) = delete;
    place& operator=(const place&) = delete;

    ~place() { clear(); }

    [[nodiscard]] const std::string& path() const { return path_; }

    [[nodiscard]] std::string with(const std::string& options) const {
        return "db=\"" + path_ + "\" " + options;
    }

    void overwrite() const {
        std::ofstream file{path_, std::ios::binary};
        file << std::string(8192, 'x');
    }

private:
    void clear() const {
        for (const auto* tail : {"", "-journal", "-wal", "-shm"})
            std::filesystem::remove(path_ + tail);
    }

    std::string path_;
};

int rows_of(db::sqlite3::session& session, const std::string& from) {
    int rows = -1;
    session << "SELECT count(*) FROM " + from, soci::into(rows);
    return rows;
}

/// How many descriptors this process has.
auto descriptors() {
    const std::filesystem::directory_iterator all{"/proc/self/fd"};
    return std::distance(begin(all), end(all));
}

/// Holds the file's exclusive lock while it lives.
class exclusive {
public:
    explicit exclusive(const place& at)
        : session_{db::sqlite3{at.path()}.open(in(5s))} {
        session_ << "BEGIN EXCLUSIVE";
    }

private:
    db::sqlite3::session session_;
};

/// The error type of a SOCI that keeps extended codes.
struct newer_error {
    static int result() { return 5; }

    static int extended_result() { return 517; }
};

} // namespace

TEST_CASE("SQLite: the extended code is taken where SOCI keeps it", "[db][sqlite3]") {
    CHECK(db::sqlite_code_of(newer_error{}) == 517);
}

#define NEW_PLACE(name)                                                                            \
    const auto folder = test::setting("CENOTE_TEST_SQLITE_DIR");                                   \
    if (!folder) return;                                                                           \
    const place name {                                                                             \
        *folder                                                                                    \
    }

TEST_CASE("SQLite: synchronous is what the connection string asks for", "[db][sqlite3]") {
    NEW_PLACE(at);
    auto session = db::sqlite3{at.with("synchronous=off")}.open(in(5s));
    int synchronous = -1;
    session << "PRAGMA synchronous", soci::into(synchronous);
    CHECK(synchronous == 0);
}

TEST_CASE(
    "SQLite: an open that fails because the file is locked leaves no descriptor behind",
    "[db][sqlite3]") {
    NEW_PLACE(at);
    const auto before = descriptors();
    {
        const exclusive holder{at};
        CHECK_THROWS_AS(db::sqlite3{at.with("synchronous=off")}.open(in(5s)), db::open_error);
    }
    CHECK(descriptors() == before);
}

TEST_CASE("SQLite: a healthy session passes peek and ping", "[db][sqlite3]") {
    NEW_PLACE(at);
    const db::sqlite3 backend{at.path()};
    auto session = backend.open(in(5s));
    CHECK(backend.peek(session).alive());
    CHECK(backend.ping(session, in(2s)).alive());
    session << "CREATE TABLE rows (id INT)";
    CHECK(backend.peek(session).alive());
    CHECK(backend.ping(session, deadline::never()).alive());
    CHECK(backend.ping(session, in(0s)) == health{fault::timed_out});
}

TEST_CASE("SQLite: a database in memory passes peek and ping", "[db][sqlite3]") {
    const db::sqlite3 backend{":memory:"};
    auto session = backend.open(in(5s));
    CHECK(backend.peek(session).alive());
    CHECK(backend.ping(session, in(2s)).alive());
}

TEST_CASE("SQLite: a closed session is dead to every probe", "[db][sqlite3]") {
    const db::sqlite3 backend{":memory:"};
    auto session = backend.open(in(5s));
    backend.close(session);
    backend.close(session);
    CHECK(backend.peek(session) == health{fault::lost});
    CHECK(backend.ping(session, in(2s)) == health{fault::lost});
    CHECK_FALSE(backend.in_transaction(session));
    CHECK(backend.classify(thrown_by([&] { backend.reset(session, in(2s)); })) == fault::lost);
}

TEST_CASE("SQLite: an unlinked or replaced file fails peek and ping", "[db][sqlite3]") {
    NEW_PLACE(at);
    const db::sqlite3 backend{at.path()};
    auto session = backend.open(in(5s));
    session << "CREATE TABLE rows (id INT)";
    const bool replaced = GENERATE(false, true);
    std::filesystem::remove(at.path());
    if (replaced) at.overwrite();
    CHECK(backend.peek(session) == health{fault::lost});
    CHECK(backend.ping(session, in(2s)) == health{fault::lost});
    for (const auto* statement : {"INSERT INTO rows VALUES (1)", "INSERT INTO nope VALUES (1)"}) {
        const auto failure = thrown_by([&] { session << statement; });
        REQUIRE(failure);
        CHECK(backend.classify(session, failure) == fault::lost);
    }
}

TEST_CASE("SQLite: a path that can never be opened is told at once, and why", "[db][sqlite3]") {
    NEW_PLACE(at);
    std::filesystem::create_directory(at.path());
    std::ofstream{*folder + "/file"} << "text";
    const auto uri = GENERATE(false, true);
    const auto refusal_of = [&](const std::string& path) {
        const auto failure =
            thrown_by([&] { auto s = db::sqlite3{(uri ? "file:" : "") + path}.open(in(5s)); });
        REQUIRE(failure);
        CHECK(db::sqlite3::classify(failure) == fault::permanent);
        return db::sqlite3::describe(failure).message;
    };
    const auto ends = [](const std::string& text, const std::string& with) {
        CAPTURE(text);
        CHECK(text.ends_with(with));
    };
    ends(refusal_of(at.path()), ": it is a folder");
    ends(refusal_of(at.path() + "/nowhere/file"), ": its folder does not exist");
    ends(refusal_of(*folder + "/file/below"), ": its folder is a file");
    ends(refusal_of("nowhere/file"), ": its folder does not exist");
    if (::geteuid() != 0) { // root may do anything
        std::filesystem::permissions(at.path(), std::filesystem::perms::none);
        ends(refusal_of(at.path() + "/file"), ": its folder may not be written to");
        std::filesystem::permissions(at.path(), std::filesystem::perms::owner_all);
    }
    std::filesystem::remove(at.path());
    std::filesystem::remove(*folder + "/file");
}

TEST_CASE("SQLite: a path that may be opened later may pass", "[db][sqlite3]") {
    NEW_PLACE(at);
    const db::sqlite3 backend{at.with("readonly=true")}; // nobody has made it yet
    const auto failure = thrown_by([&] { auto s = backend.open(in(5s)); });
    REQUIRE(failure);
    CHECK(backend.classify(failure) == fault::transient);
}

TEST_CASE("SQLite: a file that is no database cannot be opened", "[db][sqlite3]") {
    NEW_PLACE(at);
    at.overwrite();
    try {
        auto session = db::sqlite3{at.path()}.open(in(5s));
        FAIL("opened");
    } catch (const db::open_error& e) {
        CHECK(e.kind() == fault::permanent);
        CHECK(
            std::string{e.what()} == "cannot open the sqlite3 database " + at.path() +
                                         ": SQLite 26: file is not a database");
    }
}

TEST_CASE(
    "SQLite: a file that became no database fails ping although SELECT 1 works", "[db][sqlite3]") {
    NEW_PLACE(at);
    const db::sqlite3 backend{at.path()};
    auto session = backend.open(in(5s));
    session << "CREATE TABLE rows (id INT)";
    at.overwrite();
    int one = 0;
    session << "SELECT 1", soci::into(one);
    CHECK(one == 1);
    CHECK_FALSE(backend.ping(session, in(2s)).alive());
    const auto failure = thrown_by([&] { rows_of(session, "rows"); });
    REQUIRE(failure);
    CHECK(backend.describe(failure).code == "SQLite 26");
    CHECK(backend.classify(session, failure) == fault::permanent);
}

TEST_CASE("SQLite: a file that cannot be opened says which", "[db][sqlite3]") {
    NEW_PLACE(at);
    try {
        auto session = db::sqlite3{at.path() + "/no/such.db"}.open(in(5s));
        FAIL("opened");
    } catch (const db::open_error& e) {
        CHECK(e.kind() == fault::permanent);
        CHECK(e.info().code == "SQLite 14");
        CHECK(std::string{e.what()}.find("/no/such.db") != std::string::npos);
    }
}

TEST_CASE("SQLite: a locked file is alive, and is not waited for", "[db][sqlite3]") {
    NEW_PLACE(at);
    const db::sqlite3 backend{at.with("timeout=5")};
    auto session = backend.open(in(5s));
    session << "CREATE TABLE rows (id INT)";
    const exclusive lock{at};
    CHECK(time_of([&] { CHECK(backend.ping(session, in(2s)).alive()); }) < 500ms);
    CHECK(time_of([&] { auto other = backend.open(in(5s)); }) < 500ms);
    CHECK(db::current_busy_timeout(session) == 5000);
}

TEST_CASE("SQLite: BUSY may pass, its session lives", "[db][sqlite3]") {
    NEW_PLACE(at);
    const db::sqlite3 backend{at.path()};
    auto session = backend.open(in(5s));
    session << "CREATE TABLE rows (id INT)";
    const exclusive lock{at};
    const auto failure = thrown_by([&] { rows_of(session, "rows"); });
    REQUIRE(failure);
    CHECK(backend.describe(failure).code == "SQLite 5");
    CHECK(backend.classify(failure) == fault::transient);
    CHECK(backend.classify(session, failure) == fault::transient);
    CHECK(backend.peek(session).alive());
}

TEST_CASE("SQLite: ping keeps the busy timeout and the busy handler it finds", "[db][sqlite3]") {
    NEW_PLACE(at);
    const db::sqlite3 backend{at.with("timeout=3")};
    auto session = backend.open(in(5s));
    CHECK(db::current_busy_timeout(session) == 3000);
    session << "PRAGMA busy_timeout = 123";
    CHECK(backend.ping(session, in(2s)).alive());
    CHECK(db::current_busy_timeout(session) == 123);

    int asked = 0;
    const auto give_up = [](void* count, int) { return ++*static_cast<int*>(count), 0; };
    sqlite_api::sqlite3_busy_handler(session.handle(), give_up, &asked);
    CHECK(backend.ping(session, in(2s)).alive());
    const exclusive lock{at};
    CHECK_THROWS(rows_of(session, "sqlite_master"));
    CHECK(asked == 1);
}

TEST_CASE("SQLite: a write to a read-only file is permanent, the session lives", "[db][sqlite3]") {
    NEW_PLACE(at);
    {
        auto session = db::sqlite3{at.path()}.open(in(5s));
        session << "CREATE TABLE rows (id INT)";
    }
    const db::sqlite3 backend{at.with("readonly=true")};
    auto session = backend.open(in(5s));
    const auto failure = thrown_by([&] { session << "INSERT INTO rows VALUES (1)"; });
    REQUIRE(failure);
    CHECK(backend.describe(failure).code == "SQLite 8");
    CHECK(backend.classify(session, failure) == fault::permanent);
    CHECK(backend.ping(session, in(2s)).alive());
    CHECK(rows_of(session, "rows") == 0);
}

TEST_CASE(
    "SQLite: a full disk is overload, and commit tells that the transaction is gone",
    "[db][sqlite3]") {
    NEW_PLACE(at);
    const db::sqlite3 backend{at.path()};
    auto session = backend.open(in(5s));
    session << "CREATE TABLE rows (line TEXT)";
    session << "PRAGMA max_page_count = 5";
    session.begin();
    CHECK(backend.in_transaction(session));
    const auto failure =
        thrown_by([&] { session << "INSERT INTO rows VALUES (hex(zeroblob(100000)))"; });
    REQUIRE(failure);
    CHECK(backend.describe(failure).code == "SQLite 13");
    CHECK(backend.classify(session, failure) == fault::overloaded);
    CHECK(backend.ping(session, in(2s)).alive());
    if (!backend.in_transaction(session)) {
        CHECK_THROWS_WITH(
            backend.commit(session), "cannot commit: SQLite has ended the transaction already");
    }
    backend.rollback(session, in(2s));
    CHECK(rows_of(session, "rows") == 0);
}

TEST_CASE("SQLite: commit and rollback do what they say", "[db][sqlite3]") {
    NEW_PLACE(at);
    const db::sqlite3 backend{at.path()};
    auto session = backend.open(in(5s));
    session << "CREATE TABLE rows (id INT)";
    session.begin();
    session << "INSERT INTO rows VALUES (1)";
    CHECK(backend.in_transaction(session));
    backend.commit(session);
    CHECK_FALSE(backend.in_transaction(session));
    session.begin();
    session << "INSERT INTO rows VALUES (2)";
    backend.rollback(session, in(2s));
    CHECK_FALSE(backend.in_transaction(session));
    CHECK(rows_of(session, "rows") == 1);
    CHECK_THROWS_AS(backend.commit(session), db::error);
}

TEST_CASE("SQLite: a commit that finds the file locked may be tried again", "[db][sqlite3]") {
    NEW_PLACE(at);
    const db::sqlite3 backend{at.path()};
    auto writer = backend.open(in(5s));
    writer << "CREATE TABLE rows (id INT)";
    auto reader = backend.open(in(5s));
    writer.begin();
    writer << "INSERT INTO rows VALUES (1)";
    reader.begin();
    CHECK(rows_of(reader, "rows") == 0); // holds a shared lock until its transaction ends
    CHECK(backend.classify(thrown_by([&] { backend.commit(writer); })) == fault::transient);
    CHECK(backend.in_transaction(writer));
    backend.rollback(reader, in(2s));
    backend.commit(writer);
    CHECK(rows_of(reader, "rows") == 1);
}

TEST_CASE(
    "SQLite: reset leaves no transaction, temporary objects or attached files", "[db][sqlite3]") {
    NEW_PLACE(at);
    const db::sqlite3 backend{at.with("timeout=3")};
    auto session = backend.open(in(5s));
    session << "CREATE TABLE rows (id INT)";
    session << "CREATE TEMP TABLE \"odd \"\"name\" (id INTEGER PRIMARY KEY AUTOINCREMENT)";
    session << "CREATE TEMP VIEW seen AS SELECT 1";
    session << "CREATE TEMP TRIGGER fires AFTER INSERT ON rows BEGIN SELECT 1; END";
    session << "ATTACH ':memory:' AS \"an \"\"other\"";
    session << "PRAGMA busy_timeout = 1";
    session.begin();
    session << "INSERT INTO rows VALUES (1)";
    backend.reset(session, in(2s));
    CHECK_FALSE(backend.in_transaction(session));
    CHECK(rows_of(session, "rows") == 0);
    CHECK(rows_of(session, "sqlite_temp_master WHERE name NOT LIKE 'sqlite%'") == 0);
    CHECK(rows_of(session, "pragma_database_list WHERE name NOT IN ('main', 'temp')") == 0);
    CHECK(db::current_busy_timeout(session) == 3000);
}

TEST_CASE("SQLite: a failure is described without SQL and values", "[db][sqlite3]") {
    const db::sqlite3 backend{":memory:"};
    auto session = backend.open(in(5s));
    session << "CREATE TABLE named (name TEXT PRIMARY KEY)";
    const std::string value = "hunter2";
    const auto insert = [&] { session << "INSERT INTO named VALUES (:n)", soci::use(value, "n"); };
    insert();
    const auto failure = thrown_by(insert);
    REQUIRE(failure);
    const auto told = backend.describe(failure);
    CAPTURE(told.message);
    CHECK(told.code == "SQLite 19");
    CHECK(told.message.find("UNIQUE constraint failed: named.name") != std::string::npos);
    CHECK(told.message.find("hunter2") == std::string::npos);
    CHECK(told.message.find("INSERT") == std::string::npos);
    CHECK(backend.classify(session, failure) == fault::permanent);
}

TEST_CASE("SQLite: a stale snapshot is told by its extended code", "[db][sqlite3]") {
    NEW_PLACE(at);
    const db::sqlite3 backend{at.path()};
    auto one = backend.open(in(5s));
    std::string mode;
    one << "PRAGMA journal_mode = wal", soci::into(mode);
    REQUIRE(mode == "wal");
    one << "CREATE TABLE rows (id INT)";
    auto two = backend.open(in(5s));
    one.begin();
    CHECK(rows_of(one, "rows") == 0);
    two << "INSERT INTO rows VALUES (1)";
    const auto failure = thrown_by([&] { one << "INSERT INTO rows VALUES (2)"; });
    REQUIRE(failure);
    CHECK(sqlite_api::sqlite3_extended_errcode(one.handle()) == 517);
    CHECK(backend.classify(one, failure) == fault::transient);
    CHECK(backend.in_transaction(one));
}
