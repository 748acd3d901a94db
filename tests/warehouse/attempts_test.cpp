// A call step by step, for whoever comes by its leases in another way, and what ends it before.
#include <cenote/warehouse/attempts.hpp>
#include <cenote/warehouse/connections.hpp>

#include "database.hpp"

#include <optional>
#include <string>
#include <support/catch.hpp>

using cenote::fault;
using cenote::query_error;
using cenote::detail::account;
using test::on_mysql;
using test::on_postgresql;
using test::on_sqlite3;

namespace {

template <class Backend>
struct counter : cenote::connections<Backend> {
    using base = cenote::connections<Backend>;
    using base::base;
    using base::caller;
};

template <class F>
std::optional<query_error> failure_of(F f) {
    try {
        f();
    } catch (const query_error& e) {
        return e;
    }
    return {};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

template <class Session>
int seven(Session& on) {
    int number = 0;
    on << "select 7", soci::into(number);
    return number;
}

const std::string sql = "select something";
const account reading{.sql = &sql, .repeatable = true, .unsure = true};

} // namespace

TEMPLATE_TEST_CASE(
    "a call whose caller has cancelled it is not repeated and says so",
    "[repeat][interrupt]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    counter<typename TestType::backend> house{on.connect_string()};
    auto taken = house.get_connection();
    auto call = house.caller().begin({}, reading);
    cenote::db::interrupt by;
    SECTION("before it is begun") {
        by.request();
        bool begun = false;
        const auto failed = failure_of(
            [&] { call.try_on(taken, &by, [&](auto&, account&) { return begun = true; }); });
        REQUIRE(failed);
        CHECK(failed->failure().cancelled);
        CHECK_FALSE(failed->failure().unsure);
        CHECK_FALSE(begun);
    }
    SECTION("between two statements of it") {
        const auto failed = failure_of([&] {
            call.try_on(taken, &by, [&](auto& one, account&) {
                const int number = seven(one);
                by.request();
                cenote::db::check_due(one);
                return number;
            });
        });
        REQUIRE(failed);
        CHECK(failed->failure().cancelled);
        CHECK(failed->failure().attempts == 1);
        CHECK(has(failed->what(), "query failed: cancelled by the caller"));
        CHECK(has(failed->what(), " [cancelled, "));
    }
    REQUIRE(taken); // the connection survives
    CHECK(seven(*taken) == 7);
    CHECK(house.stats().failed == 1);
    CHECK(house.stats().repeated == 0);
    CHECK(house.stats().lost == 0);
}

TEMPLATE_TEST_CASE(
    "an attempt on a lost connection gives the lease up, and the next may be on another",
    "[repeat]",
    on_sqlite3,
    on_mysql,
    on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    counter<typename TestType::backend> house{on.connect_string()};
    auto taken = house.get_connection();
    auto call = house.caller().begin({}, reading);
    cenote::db::interrupt by;
    const auto work = [](auto& one, account&) { return seven(one); };
    SECTION("on another it is well done") {
        on.kill(*taken);
        CHECK_FALSE(call.try_on(taken, &by, work));
        CHECK_FALSE(taken);
        auto other = house.get_valid_connection();
        CHECK(call.try_on(other, &by, work) == 7);
        CHECK(other);
        CHECK(house.stats().queries == 1);
        CHECK(house.stats().repeated == 1);
    }
    SECTION("unless it was cancelled meanwhile") {
        const auto failed = failure_of([&] {
            call.try_on(taken, &by, [&](auto& one, account&) {
                on.kill(one);
                by.request();
                return seven(one);
            });
        });
        CHECK(failed);
        CHECK_FALSE(taken);
        CHECK(house.stats().repeated == 0);
    }
    CHECK(house.stats().lost == 1);
}
