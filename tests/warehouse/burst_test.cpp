// How a warehouse opens: in the background, a few at once, and no more than it takes.
#include <cenote/warehouse.hpp>

#include "database.hpp"

#include <atomic>
#include <latch>
#include <support/catch.hpp>
#include <support/sanitized.hpp>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

TEMPLATE_TEST_CASE(
    "a burst of fifty threads on short queries does not open fifty connections",
    "[warehouse][background]",
    test::on_sqlite3,
    test::on_mysql,
    test::on_postgresql) {
    TestType on;
    if (!on.reachable()) return;
    cenote::warehouse<typename TestType::backend> house{
        on.connect_string(), cenote::options{.max_size = 50}};
    constexpr int threads = 50;
    std::latch all_there{threads};
    std::atomic<int> failed{0};
    {
        std::vector<std::jthread> burst;
        for (int i = 0; i < threads; ++i)
            burst.emplace_back([&] {
                all_there.arrive_and_wait();
                for (int query = 0; query < 20; ++query) {
                    try {
                        (void)house.execute_query("select 1");
                    } catch (...) {
                        ++failed;
                    }
                }
            });
    }
    const auto stats = house.stats().pool;
    CHECK(failed == 0);
    CHECK(stats.since.lent == threads * 20);
    if (!test::
            is_sanitized) // a query then takes as long as a caller waits for others to end theirs
        CHECK(stats.since.opened < threads); // 3 to 26 were seen on a busy machine
    CHECK(stats.now.leased == 0);
}

TEST_CASE(
    "a warehouse keeps as many connections idle as it was told to", "[warehouse][background]") {
    test::on_sqlite3 on;
    REQUIRE(on.reachable());
    cenote::warehouse<test::on_sqlite3::backend> house{
        on.connect_string(), cenote::options{.min_idle = 3, .upkeep_interval = 5ms}};
    CHECK(house.stats().pool.now.idle == 3);
    house.connection().discard();
    CHECK(test::comes_true([&] { return house.stats().pool.now.idle == 3; }));
}

TEST_CASE(
    "a warehouse whose database is away for long refuses at once, and says why",
    "[warehouse][background]") {
    cenote::warehouse<cenote::db::postgresql> house{
        "host=127.0.0.1 port=1 dbname=nobody", // where nobody listens
        cenote::options{.verify_timeout = 1s, .acquire_timeout = 3s, .breaker_after = 200ms}};
    const auto failure = [&] {
        try {
            (void)house.connection();
        } catch (const cenote::acquire_error& e) {
            return e.failure();
        }
        FAIL("connected to nobody");
        return cenote::acquire_failure{};
    };
    const auto first = failure();
    CHECK(first.kind == cenote::errc::breaker_open);
    CHECK(first.waited < 3s);
    const auto second = failure();
    CHECK(second.kind == cenote::errc::breaker_open);
    CHECK(second.attempts == 0);
    CHECK(second.what == cenote::fault::transient);
    CHECK_THAT(cenote::to_text(second.cause), test::contains("refused"));
}
