// Work on a session that another thread ends, without a warehouse above it.
#include <cenote/db/interrupt.hpp>
#include <cenote/db/sqlite3.hpp>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <optional>
#include <random>
#include <string>
#include <support/catch.hpp>
#include <support/servers.hpp>
#include <support/stopped.hpp>
#include <thread>
#include <type_traits>

using namespace cenote;
using namespace std::chrono_literals;
using test::in;
using test::time_of;

namespace {

struct in_memory {
    using backend = db::sqlite3;
};

template <class On>
constexpr bool is_local = std::is_same_v<On, in_memory>;

/// Where the database is; nothing if it is not running.
template <class On>
std::optional<std::string> place_of() {
    if constexpr (is_local<On>)
        return ":memory:";
    else
        return test::setting(On::setting);
}

/// A query that returns `then`, after some microseconds.
template <class On>
std::string lasting(int microseconds, int then) {
    const auto number = std::to_string(then);
    const auto span = std::to_string(microseconds) + " / 1000000.0";
    if constexpr (is_local<On>)
        return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT " +
               std::to_string(1 + microseconds * 5) + ") SELECT " + number + " + 0 * max(i) FROM n";
    else if constexpr (std::is_same_v<typename On::backend, db::mysql>)
        return "SELECT " + number + " + 0 * SLEEP(" + span + ")";
    else
        return "SELECT " + number + " FROM (SELECT pg_sleep(" + span + ")) AS slept";
}

template <class On>
const std::string a_minute = lasting<On>(is_local<On> ? 400'000'000 : 60'000'000, 7);

template <class Session>
int number_from(Session& session, const std::string& query) {
    int number = -1;
    session << query, soci::into(number);
    return number;
}

/// The `overdue` that a call throws; nothing if it ends well. For any thread.
template <class F>
std::optional<db::overdue> overdue_of(F f) {
    try {
        f();
    } catch (const db::overdue& e) {
        return e;
    }
    return {};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Waits until a session does what it was asked for, as far as that can be seen from beside.
template <class On, class Session>
void wait_until_busy(const std::string& at, Session& session, const std::atomic<bool>& begun) {
    REQUIRE(test::comes_true([&] { return begun.load(); }));
    if constexpr (!is_local<On>) {
        auto beside = typename On::backend{at}.open(in(5s));
        const auto id = test::backend_id(session);
        REQUIRE(test::comes_true([&] { return test::is_busy(beside, id); }));
    }
}

} // namespace

#define ON_EACH_DATABASE in_memory, ON_EACH_SERVER

TEMPLATE_TEST_CASE(
    "a request ends a long query, whatever its deadline, and the session lives on",
    "[db][interrupt]",
    ON_EACH_DATABASE) {
    const auto at = place_of<TestType>();
    if (!at) return;
    const auto until = GENERATE(deadline::never(), in(1h));
    const auto whose = GENERATE(db::owner::pool, db::owner::caller);
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    db::interrupt by;
    std::atomic<bool> begun{false};
    auto done = std::async(std::launch::async, [&] {
        return overdue_of([&] {
            const auto work = [&] {
                begun = true;
                return number_from(session, a_minute<TestType>);
            };
            backend.within(session, until, whose, work, &by);
        });
    });
    wait_until_busy<TestType>(*at, session, begun);
    CHECK_FALSE(by.requested());
    std::optional<db::overdue> failed;
    CHECK(time_of([&] {
              by.request();
              failed = done.get();
          }) < 10s);
    REQUIRE(failed);
    CHECK(by.requested());
    CHECK(failed->by_caller());
    CHECK(failed->kind() == fault::timed_out);
    CHECK(failed->what() == std::string{"cannot finish: cancelled by the caller"});
    CHECK(session.called_off == nullptr);
    CHECK(session.due == deadline::never());
    CHECK(backend.peek(session).alive());
    CHECK(number_from(session, lasting<TestType>(0, 7)) == 7);
}

TEMPLATE_TEST_CASE("what a request came before is not begun", "[db][interrupt]", ON_EACH_DATABASE) {
    const auto at = place_of<TestType>();
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    db::interrupt by;
    by.request();
    by.request();
    bool begun = false;
    const auto failed = overdue_of([&] {
        backend.within(session, in(1h), db::owner::pool, [&] { return begun = true; }, &by);
    });
    REQUIRE(failed);
    CHECK(failed->by_caller());
    CHECK_FALSE(failed->may_be_done());
    CHECK_FALSE(begun);
    CHECK(number_from(session, lasting<TestType>(0, 7)) == 7);
}

TEMPLATE_TEST_CASE(
    "a request that comes after the work does nothing", "[db][interrupt]", ON_EACH_DATABASE) {
    const auto at = place_of<TestType>();
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    db::interrupt by;
    const auto work = [&] { return number_from(session, lasting<TestType>(0, 7)); };
    CHECK(backend.within(session, deadline::never(), db::owner::pool, work, &by) == 7);
    by.request();
    CHECK(work() == 7);
    db::interrupt other;
    CHECK(backend.within(session, deadline::never(), db::owner::pool, work, &other) == 7);
    CHECK(backend.peek(session).alive());
}

TEMPLATE_TEST_CASE(
    "a request between two statements ends the work before the next",
    "[db][interrupt]",
    ON_EACH_DATABASE) {
    const auto at = place_of<TestType>();
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    db::interrupt by;
    const auto failed = overdue_of([&] {
        const auto work = [&] {
            const int number = number_from(session, lasting<TestType>(0, 7));
            by.request();
            db::check_due(session);
            return number;
        };
        backend.within(session, deadline::never(), db::owner::pool, work, &by);
    });
    REQUIRE(failed);
    CHECK(failed->by_caller());
    CHECK_FALSE(failed->may_be_done());
    CHECK(has(failed->what(), "before the next statement"));
    CHECK(number_from(session, lasting<TestType>(0, 7)) == 7);
}

TEMPLATE_TEST_CASE(
    "requests that race with the ends of queries never hit the statement after",
    "[db][interrupt]",
    ON_EACH_DATABASE) {
    const auto at = place_of<TestType>();
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random{seed};
    int ended = 0;
    for (int i = 0; i < 200; ++i) {
        db::interrupt by;
        const auto length = std::uniform_int_distribution<>{500, 4'000}(random);
        const auto after = length + std::uniform_int_distribution<>{-3'000, 1'000}(random);
        const auto ask = [&] {
            std::this_thread::sleep_for(std::chrono::microseconds{after});
            by.request();
        };
        std::thread one{ask};
        std::thread other{ask};
        const auto query = lasting<TestType>(length, i);
        const auto failed = overdue_of([&] {
            const auto work = [&] { return number_from(session, query); };
            const int got = backend.within(session, deadline::never(), db::owner::pool, work, &by);
            CHECK(got == i);
        });
        const bool hit = failed && failed->by_caller();
        CHECK(hit == failed.has_value());
        ended += hit ? 1 : 0;
        CHECK(number_from(session, lasting<TestType>(0, i)) == i);
        one.join();
        other.join();
        CHECK(number_from(session, lasting<TestType>(0, i)) == i);
    }
    CHECK(ended > 0);
    CHECK(backend.peek(session).alive());
}

TEMPLATE_TEST_CASE(
    "a request on a silent server cuts the connection off",
    "[db][interrupt]",
    test::on_mysql,
    test::on_postgresql) {
    const auto at = place_of<TestType>();
    if (!at) return;
    const typename TestType::backend backend{*at};
    auto session = backend.open(in(5s));
    const auto server = TestType::server(session);
    if (server == 0) return;
    db::interrupt by;
    std::atomic<bool> begun{false};
    auto done = std::async(std::launch::async, [&] {
        return overdue_of([&] {
            const auto work = [&] {
                begun = true;
                return number_from(session, a_minute<TestType>);
            };
            backend.within(session, deadline::never(), db::owner::pool, work, &by);
        });
    });
    wait_until_busy<TestType>(*at, session, begun);
    const test::stopped silent{server};
    std::optional<db::overdue> failed;
    const auto took = time_of([&] {
        by.request();
        failed = done.get();
    });
    CHECK(took > 400ms);
    CHECK(took < 10s);
    REQUIRE(failed);
    CHECK(failed->by_caller());
    CHECK(failed->may_be_done());
    CHECK(has(failed->what(), "cancelled by the caller; no answer, so the connection was cut off"));
    CHECK(backend.peek(session) == health{fault::lost});
}

TEST_CASE("nothing is told to the database where there is no deadline", "[db][interrupt]") {
    const auto shown = [](auto& backend, auto& session, deadline until, auto tell) {
        db::interrupt by;
        return backend.within(session, until, db::owner::pool, [&] { return tell(session); }, &by);
    };
    if (const auto at = place_of<test::on_postgresql>()) {
        const db::postgresql backend{*at};
        auto session = backend.open(in(5s));
        const auto limit = [](db::postgresql::session& on) {
            std::string text;
            on << "SHOW statement_timeout", soci::into(text);
            return text;
        };
        CHECK(shown(backend, session, deadline::never(), limit) == "0");
        CHECK(shown(backend, session, in(1h), limit) != "0");
    }
    if (const auto at = place_of<test::on_mysql>()) {
        const db::mysql backend{*at};
        auto session = backend.open(in(5s));
        const auto prefix = [](db::mysql::session& on) { return db::time_prefix(on, "SELECT 1"); };
        CHECK(shown(backend, session, deadline::never(), prefix).empty());
        CHECK_FALSE(shown(backend, session, in(1h), prefix).empty());
    }
}

TEST_CASE("a request ends waiting for a lock of an SQLite file", "[db][interrupt]") {
    const auto folder = test::setting("CENOTE_TEST_SQLITE_DIR");
    if (!folder) return;
    const auto path = *folder + "/interrupt_test.db";
    std::filesystem::remove(path);
    {
        const db::sqlite3 backend{"db=" + path + " timeout=60"};
        auto holder = backend.open(in(5s));
        auto session = backend.open(in(5s));
        holder << "CREATE TABLE t (i INT)";
        holder << "BEGIN EXCLUSIVE";
        db::interrupt by;
        std::atomic<bool> begun{false};
        auto done = std::async(std::launch::async, [&] {
            return overdue_of([&] {
                const auto work = [&] {
                    begun = true;
                    session << "INSERT INTO t VALUES (1)";
                    return true;
                };
                backend.within(session, deadline::never(), db::owner::pool, work, &by);
            });
        });
        CHECK(test::comes_true([&] { return begun.load(); }));
        std::optional<db::overdue> failed;
        CHECK(time_of([&] {
                  by.request();
                  failed = done.get();
              }) < 10s);
        holder << "ROLLBACK";
        REQUIRE(failed);
        CHECK(failed->by_caller());
        CHECK_FALSE(failed->may_be_done());
        CHECK(number_from(session, "PRAGMA busy_timeout") == 60'000);
        session << "INSERT INTO t VALUES (2)";
        CHECK(number_from(session, "SELECT sum(i) FROM t") == 2);
    }
    std::filesystem::remove(path);
}
