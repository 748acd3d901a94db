#include <cenote/warehouse/options.hpp>

#include <chrono>
#include <string>
#include <support/catch.hpp>

using namespace std::chrono_literals;
using cenote::options;
using cenote::options_error;

namespace {

std::string refusal(const options& wanted) {
    try {
        wanted.check();
    } catch (const options_error& e) {
        return e.what();
    }
    return "not refused";
}

} // namespace

TEST_CASE("the options as they come are in their range", "[options]") {
    CHECK(refusal({}) == "not refused");
    CHECK(
        refusal(
            {.verify_window = 0s,
             .pool_recycle = 0s,
             .max_idle = 0s,
             .open_attempts = 1,
             .retry_base = 0s}) == "not refused");
}

TEST_CASE(
    "an option out of its range is refused by its name, its rule and its value", "[options]") {
    CHECK(
        refusal({.verify_timeout = -1ms}) ==
        "verify_timeout must be > 0 and at most acquire_timeout, got -1ms");
    CHECK(
        refusal({.verify_timeout = 5s, .acquire_timeout = 1s}) ==
        "verify_timeout must be > 0 and at most acquire_timeout, got 5s");
    CHECK(refusal({.verify_timeout = 0s}).starts_with("verify_timeout must be"));
    CHECK(refusal({.verify_window = -1s}) == "verify_window must be >= 0, got -1s");
    CHECK(refusal({.query_timeout = -1s}) == "query_timeout must be >= 0, got -1s");
    CHECK(refusal({.max_size = 0}) == "max_size must be at least 1, got 0");
    CHECK(refusal({.max_size = 2, .min_idle = 3}) == "min_idle must be at most max_size, got 3");
    CHECK(refusal({.pool_recycle = -1s}) == "pool_recycle must be >= 0, got -1s");
    CHECK(refusal({.max_idle = -1s}) == "max_idle must be >= 0, got -1s");
    CHECK_THAT(
        refusal({.retry_base = 0s}), test::contains("retry_base must be > 0 unless open_attempts"));
    CHECK(refusal({.open_limit = 0}) == "open_limit must be at least 1, got 0");
    CHECK_THAT(refusal({.open_timeout = 0s}), test::contains("open_timeout must be > 0"));
    CHECK_THAT(refusal({.breaker_after = -1s}), test::contains("breaker_after must be >= 0"));
    CHECK_THAT(refusal({.upkeep_interval = -1s}), test::contains("upkeep_interval must be >= 0"));
    CHECK_THAT(refusal({.keepalive = -1s}), test::contains("keepalive must be >= 0"));
    CHECK(refusal({.retry_base = -1s}) == "retry_base must be >= 0, got -1s");
    CHECK(
        refusal({.retry_base = 2s, .retry_cap = 1s}) ==
        "retry_cap must be at least retry_base, got 1s");
    CHECK(refusal({.query_attempts = 0}) == "query_attempts must be at least 1, got 0");
    CHECK(refusal({.rollback_timeout = 0s}) == "rollback_timeout must be > 0, got 0s");
}

TEST_CASE("an acquire timeout of nothing is refused under its own name", "[options]") {
    CHECK(
        refusal({.verify_timeout = 1ns, .acquire_timeout = 0s}).find("acquire_timeout") !=
        std::string::npos);
}
