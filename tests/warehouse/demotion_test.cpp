// A primary that is demoted keeps its connections and answers them; only what writes finds out.
#include <cenote/warehouse.hpp>

#include "database.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <support/setting.hpp>
#include <support/timing.hpp>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using cenote::fault;
using cenote::query_error;
using test::comes_true;

namespace {

struct demotion_on_mysql : test::on_mysql {
    static constexpr const char* admin = "CENOTE_TEST_MYSQL_ADMIN";
    static constexpr const char* code = "MySQL 1290";

    static void demote(session& by) { by << "SET GLOBAL read_only = 1"; }

    static void promote(session& by) { by << "SET GLOBAL read_only = 0"; }
};

struct demotion_on_postgresql : test::on_postgresql {
    static constexpr const char* admin = "CENOTE_TEST_POSTGRESQL_ADMIN";
    static constexpr const char* code = "SQLSTATE 25006";

    static void demote(session& by) {
        by << "ALTER SYSTEM SET default_transaction_read_only = on";
        reload(by);
    }

    static void promote(session& by) {
        by << "ALTER SYSTEM RESET default_transaction_read_only";
        reload(by);
    }

private:
    static void reload(session& by) {
        int done = 0;
        by << "SELECT pg_reload_conf()::int", soci::into(done);
    }
};

/// The server takes no writes while this lives.
template <class Db>
class demoted {
public:
    explicit demoted(const std::string& admin)
        : admin_{typename Db::backend{admin}.open(test::in(10s))} {
        Db::demote(admin_);
    }

    demoted(const demoted&) = delete;
    demoted& operator=(const demoted&) = delete;

    ~demoted() { CHECK_NOTHROW(Db::promote(admin_)); }

private:
    typename Db::session admin_;
};

/// The server's numbers of as many sessions, all lent at once.
template <class Db, class Warehouse>
std::vector<unsigned long> lend(Warehouse& from, int count) {
    std::vector<typename Warehouse::lease> all;
    std::vector<unsigned long> ids;
    for (int i = 0; i < count; ++i) {
        all.push_back(from.get_valid_connection());
        ids.push_back(Db::id(*all.back()));
    }
    return ids;
}

/// The story of a query that failed; nothing when it did not.
template <class F>
std::optional<cenote::query_failure> failure_of(F&& f) {
    try {
        std::forward<F>(f)();
        return std::nullopt;
    } catch (const query_error& e) {
        return e.failure();
    }
}

bool share_any(const std::vector<unsigned long>& some, const std::vector<unsigned long>& others) {
    return std::find_first_of(some.begin(), some.end(), others.begin(), others.end()) != some.end();
}

} // namespace

TEMPLATE_TEST_CASE(
    "once a write has found its server demoted, no session of before is lent again",
    "[warehouse][demotion]",
    demotion_on_mysql,
    demotion_on_postgresql) {
    TestType db;
    const auto admin = test::setting(TestType::admin);
    if (!db.reachable() || !admin) return;
    cenote::warehouse<typename TestType::backend> orders{db.connect_string(), {.max_size = 3}};
    orders.execute_query("drop table if exists demotion");
    orders.execute_query("create table demotion (id int)");
    const auto before = lend<TestType>(orders, 3);
    std::optional<cenote::query_failure> told;
    const auto write = [&] {
        told = failure_of([&] { orders.execute_query("insert into demotion values (1)"); });
        return !told;
    };
    REQUIRE(write());

    const auto check = [&] {
        REQUIRE(told);
        CHECK(told->what == fault::read_only);
        CHECK(told->code == TestType::code);
        CHECK_FALSE(told->unsure);
        CHECK(orders.stats().pool.since.refreshes == 1);
        CHECK_FALSE(share_any(lend<TestType>(orders, 3), before));
        CHECK(orders.stats().pool.since.closed(cenote::close_cause::refreshed) == 2);
    };
    SECTION("while it lasts, reads have new ones") {
        const demoted<TestType> now{*admin};
        REQUIRE(comes_true([&] { return !write(); })); // PostgreSQL's sessions hear of it soon
        check();
        CHECK(orders.template execute_query<int>("select 7").at(0) == 7);
    }
    SECTION("when it is over, writes have new ones") {
        {
            const demoted<TestType> now{*admin};
            REQUIRE(comes_true([&] { return !write(); }));
        }
        check();
        CHECK(comes_true(write));
    }
    SECTION("with refreshing off, the others are lent as before") {
        orders.repairs().refresh.set(false);
        const demoted<TestType> now{*admin};
        REQUIRE(comes_true([&] { return !write(); }));
        CHECK(share_any(lend<TestType>(orders, 3), before));
    }
    CHECK(comes_true(write));
    orders.execute_query("drop table demotion");
}
