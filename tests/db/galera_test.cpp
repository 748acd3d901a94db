// A node of a Galera cluster that has lost its quorum: it answers, and lets nobody do anything.
#include <cenote/policy/validation.hpp>

#include <cenote/pool.hpp>

#include <cenote/db/mysql.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <support/setting.hpp>
#include <support/stopped.hpp>
#include <support/timing.hpp>

using namespace cenote;
using namespace std::chrono_literals;
using test::comes_true;
using test::in;
using test::thrown_by;

namespace {

struct node {
    std::optional<std::string> at = test::setting("CENOTE_TEST_GALERA");
    std::optional<std::string> peer = test::setting("CENOTE_TEST_GALERA_PEER_PID");

    [[nodiscard]] bool reachable() const { return at && peer; }

    [[nodiscard]] ::pid_t without() const { return static_cast<::pid_t>(std::stol(*peer)); }
};

/// Why no session can be opened; nothing when one can.
std::optional<db::open_error> why_not(const db::mysql& backend) {
    try {
        auto session = backend.open(in(5s));
        return std::nullopt;
    } catch (const db::open_error& e) {
        return e;
    }
}

/// Waits for the quorum, which the test before may have taken.
bool has_quorum(const db::mysql& backend) {
    return comes_true([&] { return !why_not(backend); });
}

} // namespace

TEST_CASE(
    "a Galera node is alive with a quorum, and in the wrong role without, though it answers the "
    "driver's ping",
    "[db][galera]") {
    const node here;
    if (!here.reachable()) return;
    const db::mysql backend{*here.at};
    REQUIRE(has_quorum(backend));
    auto session = backend.open(in(5s));
    session << "CREATE TABLE IF NOT EXISTS kept (id INT)";
    CHECK(backend.ping(session, in(2s)).alive());
    {
        const test::stopped silent{here.without()};
        const health wrong_role{fault::read_only};
        CHECK(comes_true([&] { return backend.ping(session, in(2s)) == wrong_role; }));
        CHECK(mysql_ping(session.handle()) == 0);
        CHECK(backend.peek(session).alive());

        const auto failure = thrown_by([&] { session << "INSERT INTO kept VALUES (1)"; });
        REQUIRE(failure);
        CHECK(backend.describe(failure).code == "MySQL 1047");
        CHECK(backend.classify(session, failure) == fault::read_only);
    }
    CHECK(comes_true([&] { return backend.ping(session, in(2s)).alive(); }));
    session << "DROP TABLE kept";
}

TEST_CASE("no session is opened on a Galera node without a quorum", "[db][galera]") {
    const node here;
    if (!here.reachable()) return;
    const db::mysql backend{*here.at};
    REQUIRE(has_quorum(backend));
    std::optional<db::open_error> why;
    {
        const test::stopped silent{here.without()};
        CHECK(comes_true([&] { return (why = why_not(backend)).has_value(); }));
    }
    REQUIRE(why);
    CHECK(why->kind() == fault::read_only);
    CHECK(std::string{why->what()}.find("cannot connect to mysql: MySQL 1047") == 0);
    CHECK(has_quorum(backend));
}

TEST_CASE("a pool lends no session of a Galera node that has lost its quorum", "[db][galera]") {
    const node here;
    if (!here.reachable()) return;
    REQUIRE(has_quorum(db::mysql{*here.at}));
    cenote::pool sessions{
        db::mysql{*here.at},
        limits{.min_idle = 3, .max_size = 3},
        validation::always{probe::ping{.timeout = 2s}}};
    boost::system::error_code why;
    const auto lends = [&] { return static_cast<bool>(sessions.acquire(1s, why)); };
    {
        const test::stopped silent{here.without()};
        CHECK(comes_true([&] { return !lends(); }));
        CHECK(why == errc::open_failed);
    }
    CHECK(comes_true(lends));
    // One was found in the wrong role, which the others did not get to answer for themselves.
    CHECK(sessions.stats().since.closed(close_cause::found_dead) == 1);
}
