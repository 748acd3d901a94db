#include <cenote/policy/order.hpp>
#include <cenote/policy/recycling.hpp>
#include <cenote/policy/release.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/validation.hpp>

#include <cenote/pool.hpp>

#include <optional>
#include <support/catch.hpp>
#include <support/clocks.hpp>
#include <support/world.hpp>
#include <type_traits>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using test::leaping_clock;
using test::scripted_error;
using test::world;

namespace {

/// A world, a clock, and pools over them.
struct scene {
    std::shared_ptr<world> w = std::make_shared<world>();
    leaping_clock clock;

    template <class... Policies>
    auto pool(limits bounds, Policies... policies) {
        return cenote::pool<test::factory, leaping_clock, Policies...>{
            test::factory{w}, bounds, clock, policies...};
    }

    [[nodiscard]] duration since(time_point start) const { return clock.now() - start; }
};

/// Lends `n` at once and gives all back: that many are idle then.
template <class Pool>
void fill(Pool& p, std::size_t n) {
    std::vector<typename Pool::lease> all;
    while (all.size() < n)
        all.push_back(p.acquire());
}

template <class F>
acquire_failure failure_of(F f) {
    try {
        f();
    } catch (const acquire_error& e) {
        return e.failure();
    }
    FAIL("no acquire_error was thrown");
    return {};
}

} // namespace

TEST_CASE("a resource is opened when needed, lent again when it is back", "[pool][acquire]") {
    scene s;
    auto p = s.pool({.max_size = 2});
    CHECK(s.w->opens == 0);
    {
        const auto first = p.acquire();
        CHECK(first->id == 1);
    }
    const auto again = p.acquire();
    CHECK(again->id == 1);
    CHECK(p.acquire()->id == 2);
    CHECK(p.stats().since.lent == 3);
}

TEST_CASE("min_idle resources are there before the first caller", "[pool][acquire]") {
    scene s;
    auto p = s.pool({.min_idle = 3, .max_size = 5});
    CHECK(s.w->opens == 3);
    CHECK(p.stats().now.idle == 3);
}

TEST_CASE(
    "bad limits and bad policy values are refused by name when the pool is made",
    "[pool][acquire]") {
    scene s;
    CHECK_THROWS_WITH(s.pool({.max_size = 0}), test::contains("max_size"));
    CHECK_THROWS_WITH(
        s.pool({}, retry::constant{.delay = -1ms}), test::contains("retry::constant"));
    CHECK(s.w->alive == 0);
}

TEST_CASE("try_acquire neither waits nor opens", "[pool][acquire]") {
    scene s;
    auto p = s.pool({.max_size = 2});
    CHECK_FALSE(p.try_acquire());
    CHECK(s.w->opens == 0);
    fill(p, 1);
    const auto idle = p.try_acquire();
    CHECK(idle);
    CHECK_FALSE(p.try_acquire());
}

TEST_CASE("try_acquire passes over what is dead", "[pool][acquire]") {
    scene s;
    auto p = s.pool({.max_size = 3}, validation::always{probe::ping{}}, order::lifo{});
    fill(p, 3);
    s.w->on_ping = [](test::thing& t, auto) { return t.id == 1; };
    const auto survivor = p.try_acquire();
    REQUIRE(survivor);
    CHECK(survivor->id == 1);
    CHECK(s.w->alive == 1);
    CHECK(p.stats().since.closed(close_cause::found_dead) == 2);
}

TEST_CASE("the error_code form returns an empty lease and the kind of failure", "[pool][acquire]") {
    scene s;
    auto p = s.pool({.max_size = 1});
    boost::system::error_code failed = errc::closed;
    auto held = p.acquire(1s, failed);
    CHECK(held);
    CHECK_FALSE(failed);
    const auto none = p.acquire(1s, failed);
    CHECK_FALSE(none);
    CHECK(failed == errc::exhausted);
    CHECK(failed.message() == "every resource stayed lent");
}

TEST_CASE(
    "No resource is handed out that validation found dead; a probe that exceeds its timeout "
    "counts as dead, and the resource is destroyed, never put back",
    "[pool][promise]") {
    scene s;
    auto p = s.pool({.max_size = 2}, validation::always{probe::ping{.timeout = 2s}});
    fill(p, 1);
    SECTION("found dead") {
        s.w->on_ping = [](auto&, auto) { return false; };
        CHECK(p.acquire()->id == 2);
    }
    SECTION("the probe threw") {
        s.w->on_ping = [](auto&, auto) -> health { throw scripted_error{fault::lost, "gone"}; };
        CHECK(p.acquire()->id == 2);
    }
    SECTION("the probe said alive, too late") {
        s.w->on_ping = [&](auto&, auto) {
            s.clock.advance(2s);
            return true;
        };
        CHECK(p.acquire()->id == 2);
    }
    CHECK(s.w->closes == 1);
    CHECK(s.w->alive == 1);
    CHECK(p.stats().now.open == 1);
    CHECK(p.stats().since.closed(close_cause::found_dead) == 1);
}

TEST_CASE(
    "a timed-out probe does not put the hung connection back for the most-recently-used order "
    "to pick again",
    "[pool][regression]") {
    scene s;
    auto p = s.pool({.max_size = 1}, validation::always{probe::ping{.timeout = 2s}});
    fill(p, 1);
    s.w->on_ping = [&](test::thing& t, deadline until) -> health {
        if (t.id != 1) return true;
        s.clock.advance(until.left(s.clock.now()));
        return fault::timed_out;
    };
    CHECK(p.acquire()->id == 2);
    CHECK(p.acquire()->id == 2);
    CHECK(s.w->pings == 2);
}

TEST_CASE("a probe is given its timeout, or what is left of the acquire's", "[pool][acquire]") {
    scene s;
    auto p = s.pool({.max_size = 1}, validation::always{probe::ping{.timeout = 2s}});
    fill(p, 1);
    duration given{};
    s.w->on_ping = [&](auto&, deadline until) {
        given = until.left(s.clock.now());
        return true;
    };
    p.acquire(30s).release();
    CHECK(given == 2s);
    p.acquire(500ms).release();
    CHECK(given == 500ms);
}

TEST_CASE("a resource for whose proof no time is left is put back unharmed", "[pool][acquire]") {
    scene s;
    auto p = s.pool({.max_size = 1}, validation::always{probe::ping{}});
    fill(p, 1);
    CHECK(failure_of([&] { (void)p.acquire(0s); }).kind == errc::verify_failed);
    CHECK(s.w->pings == 0);
    CHECK(p.stats().now.idle == 1);
    CHECK(p.acquire(1s)->id == 1);
}

TEST_CASE(
    "An acquire ends by its deadline: waiting, validating, opening and backing off all draw on "
    "that one deadline",
    "[pool][promise]") {
    scene s;
    auto p = s.pool(
        {.max_size = 1},
        validation::always{probe::ping{.timeout = 2s}},
        retry::constant{.delay = 100ms, .attempts = 1000});
    fill(p, 1);
    s.w->on_ping = [&](auto&, auto) {
        s.clock.advance(300ms);
        return false;
    };
    std::vector<deadline> given;
    s.w->on_open = [&](deadline until) {
        given.push_back(until);
        s.clock.advance(std::min<duration>(200ms, until.left(s.clock.now())));
        throw scripted_error{fault::transient, "refused"};
    };
    const time_point start = s.clock.now();
    const auto failed = failure_of([&] { (void)p.acquire(1s); });

    CHECK(s.since(start) == 1s);
    CHECK(failed.waited == 1s);
    CHECK(failed.kind == errc::open_failed);
    CHECK(failed.attempts == 3); // at 300, 600 and 900 ms
    for (const deadline& d : given)
        CHECK(d == deadline{start + 1s});
}

TEST_CASE("a full pool is waited for until the deadline and no longer", "[pool][acquire]") {
    scene s;
    auto p = s.pool({.max_size = 1});
    const auto held = p.acquire();
    const time_point start = s.clock.now();
    SECTION("a span") {
        CHECK(failure_of([&] { (void)p.acquire(3s); }).waited == 3s);
        CHECK(s.since(start) == 3s);
    }
    SECTION("a point in time") {
        CHECK(failure_of([&] { (void)p.acquire(start + 5s); }).waited == 5s);
    }
    SECTION("one that has passed") {
        CHECK(failure_of([&] { (void)p.acquire(start - 5s); }).waited == 0s);
        CHECK(failure_of([&] { (void)p.acquire(-5s); }).waited == 0s);
    }
    CHECK(p.stats().now.waiting == 0);
}

TEST_CASE("without time nothing is opened", "[pool][acquire]") {
    scene s;
    auto p = s.pool({.max_size = 1});
    const auto failed = failure_of([&] { (void)p.acquire(0s); });
    CHECK(failed.kind == errc::open_failed);
    CHECK(failed.what == fault::timed_out);
    CHECK(s.w->open_attempts == 0);
    CHECK(p.stats().now.opening == 0);
}

TEST_CASE("Every resource lent comes back exactly once, whatever is thrown", "[pool][promise]") {
    scene s;
    auto p = s.pool({.max_size = 1}, release::rollback{});
    SECTION("an exception leaves the scope of the lease") {
        try {
            const auto lease = p.acquire();
            throw std::runtime_error{"of the borrower's own"};
        } catch (const std::runtime_error&) {
        }
        CHECK(p.stats().now.idle == 1);
    }
    SECTION("released, and released again by the destructor") {
        auto lease = p.acquire();
        lease.release();
        lease.release();
        CHECK_FALSE(lease);
        CHECK(p.stats().now.idle == 1);
    }
    SECTION("moved from and to") {
        auto lease = p.acquire();
        auto other = std::move(lease);
        lease = std::move(other);
        other = {};
        CHECK(p.stats().now.leased == 1);
        lease = {};
        CHECK(p.stats().now.idle == 1);
    }
    SECTION("cleaning throws") {
        auto lease = p.acquire();
        lease->in_transaction = true;
        s.w->on_rollback = [](auto&) { throw scripted_error{fault::lost, "gone"}; };
        lease.release();
        CHECK(p.stats().now.open == 0);
        CHECK(p.stats().since.closed(close_cause::unclean) == 1);
        CHECK(s.w->alive == 0);
    }
    CHECK(p.stats().now.leased == 0);
    CHECK(p.acquire());
}

TEST_CASE("A lease may outlive the pool", "[pool][promise]") {
    scene s;
    decltype(s.pool({}))::lease first;
    decltype(s.pool({}))::lease second;
    {
        auto p = s.pool({.max_size = 2});
        first = p.acquire();
        second = p.acquire();
    }
    CHECK(s.w->alive == 2);
    CHECK(first->id == 1);
    first.release();
    CHECK(s.w->alive == 1);
    second.discard();
    CHECK(s.w->alive == 0);
    CHECK(s.w->closes == 2);
    CHECK(s.w.use_count() == 1); // and nothing of the pool is left
}

TEST_CASE("a discarded lease frees its place, and its resource is closed", "[pool][lease]") {
    scene s;
    auto p = s.pool({.max_size = 1});
    auto lease = p.acquire();
    lease.discard();
    CHECK_FALSE(lease);
    CHECK(s.w->closes == 1);
    CHECK(s.w->alive == 0);
    CHECK(p.acquire()->id == 2);
    CHECK(p.stats().since.closed(close_cause::discarded) == 1);
}

TEST_CASE("a detached resource is the caller's, and its place is free", "[pool][lease]") {
    scene s;
    auto p = s.pool({.max_size = 1});
    auto taken = p.acquire().detach();
    CHECK(taken->id == 1);
    CHECK(p.acquire()->id == 2);
    taken.reset();
    CHECK(s.w->alive == 1);
    CHECK(s.w->closes == 0);
}

TEST_CASE("Failing to open gives the place back", "[pool][promise]") {
    scene s;
    auto p = s.pool({.max_size = 1});
    s.w->on_open = [](auto) { throw scripted_error{fault::overloaded, "too many clients"}; };
    const auto failed = failure_of([&] { (void)p.acquire(3s); });
    CHECK(failed.kind == errc::open_failed);
    CHECK(failed.attempts == 1);
    CHECK(failed.what == fault::overloaded);
    CHECK(p.stats().now == occupancy{.max_size = 1});
    s.w->on_open = [](auto) {};
    CHECK(p.acquire());
}

TEST_CASE("a permanent failure is told at once", "[pool][acquire]") {
    scene s;
    auto p = s.pool({.max_size = 1}, retry::constant{.delay = 1s, .attempts = 100});
    s.w->on_open = [](auto) { throw scripted_error{fault::permanent, "wrong password"}; };
    const time_point start = s.clock.now();
    CHECK(failure_of([&] { (void)p.acquire(30s); }).attempts == 1);
    CHECK(s.since(start) == 0s);
}

TEST_CASE(
    "Between stale resources there is no backoff; after two stale ones a new one is opened. "
    "Backoff is for failed opens",
    "[pool][promise]") {
    scene s;
    auto p = s.pool(
        {.max_size = 100},
        validation::always{probe::ping{}},
        retry::constant{.delay = 1s, .attempts = 5});
    fill(p, 100);
    s.w->on_ping = [](auto&, auto) { return false; };
    const time_point start = s.clock.now();
    CHECK(p.acquire()->id == 101);
    CHECK(s.w->pings == 2);
    CHECK(s.since(start) == 0s);
    CHECK(p.stats().now.idle == 99); // 98 nobody has asked yet, and the new one
}

TEST_CASE(
    "a hundred idle connections that all died do not use up the timeout with backoff",
    "[pool][regression]") {
    scene s;
    auto p = s.pool(
        {.max_size = 100},
        validation::always{probe::ping{.timeout = 2s}},
        retry::exponential{.base = 1s, .cap = 8s, .attempts = 100});
    fill(p, 100);
    s.w->on_ping = [&](test::thing& t, auto) {
        s.clock.advance(1ms);
        return t.id > 100;
    };
    for (int i = 0; i < 50; ++i) {
        const time_point start = s.clock.now();
        CHECK(p.acquire(30s));
        CHECK(s.since(start) <= 2ms);
    }
}

TEST_CASE(
    "One disconnect refreshes once: a hundred connections of the same generation that fail "
    "count as one refresh",
    "[pool][promise]") {
    scene s;
    auto p = s.pool({.max_size = 100}, validation::always{probe::ping{}});
    std::vector<decltype(p)::lease> all;
    while (all.size() < 100)
        all.push_back(p.acquire());
    for (auto& lease : all)
        lease.discard(fault::lost);
    CHECK(p.stats().since.refreshes == 1);
    CHECK(p.stats().since.closed(close_cause::discarded) == 100);

    SECTION("a failure of the next generation is another one") {
        p.acquire().discard(fault::lost);
        CHECK(p.stats().since.refreshes == 2);
    }
    SECTION("a failure that does not end the resource is none") {
        p.acquire().discard(fault::permanent);
        CHECK(p.stats().since.refreshes == 1);
    }
}

TEST_CASE("after a refresh the others prove themselves before they are lent", "[pool][refresh]") {
    scene s;
    auto p = s.pool({.max_size = 3}, validation::after_idle{1h, probe::ping{}});
    fill(p, 3);
    CHECK(s.w->pings == 0);
    p.acquire().discard(fault::lost);
    CHECK(p.acquire());
    CHECK(s.w->pings == 1);
    CHECK(p.acquire()); // the same one, proven now
    CHECK(s.w->pings == 1);
}

TEST_CASE("after a refresh, what nothing can prove is closed", "[pool][refresh]") {
    scene s;
    auto p = s.pool({.max_size = 2});
    fill(p, 2);
    p.refresh();
    CHECK(p.acquire()->id == 3);
    CHECK(p.stats().since.closed(close_cause::refreshed) == 2);
}

TEST_CASE(
    "refreshing::retire closes the rest of the generation as it comes by", "[pool][refresh]") {
    scene s;
    auto p = s.pool({.max_size = 3}, refreshing::retire{}, validation::always{probe::ping{}});
    auto outlasting = p.acquire();
    fill(p, 2);
    p.acquire().discard(fault::lost);
    outlasting.release();
    CHECK(p.stats().since.closed(close_cause::refreshed) == 1); // at its return
    CHECK(p.acquire()->id == 4);
    CHECK(p.stats().since.closed(close_cause::refreshed) == 2); // when it was to be lent
    CHECK(s.w->pings == 1);
}

TEST_CASE("refreshing::none leaves the others alone", "[pool][refresh]") {
    scene s;
    auto p = s.pool({.max_size = 2}, refreshing::none{});
    fill(p, 2);
    p.acquire().discard(fault::lost);
    CHECK(p.acquire()->id == 1);
    CHECK(p.stats().since.refreshes == 0);
}

TEST_CASE("Age is measured from birth, idle time from the last return", "[pool][promise]") {
    scene s;
    SECTION("age") {
        auto p = s.pool({.max_size = 1}, recycling::max_age{.limit = 1h, .jitter = 0.0});
        fill(p, 1);
        for (int i = 0; i < 59; ++i) {
            s.clock.advance(1min);
            CHECK(p.acquire()->id == 1);
        }
        s.clock.advance(1min);
        CHECK(p.acquire()->id == 2);
        CHECK(p.stats().since.closed(close_cause::too_old) == 1);
    }
    SECTION("idle time") {
        auto p = s.pool({.max_size = 1}, recycling::max_idle{.limit = 10min});
        fill(p, 1);
        for (int i = 0; i < 10; ++i) {
            s.clock.advance(9min);
            auto lease = p.acquire();
            CHECK(lease->id == 1);
            s.clock.advance(9min); // in use is not idle
        }
        s.clock.advance(10min);
        CHECK(p.acquire()->id == 2);
        CHECK(p.stats().since.closed(close_cause::too_idle) == 1);
    }
    SECTION("age is looked at on return too") {
        auto p = s.pool({.max_size = 1}, recycling::max_age{.limit = 1h, .jitter = 0.0});
        auto lease = p.acquire();
        s.clock.advance(2h);
        lease.release();
        CHECK(p.stats().now.open == 0);
    }
}

namespace {

/// Records what it is told, and never recycles.
struct recording {
    using concern = concerns::recycling;
    using needs = facts<fact::draw, fact::uses>;

    std::shared_ptr<std::vector<needs>> told = std::make_shared<std::vector<needs>>();

    [[nodiscard]] std::optional<close_cause> expired(const needs& known) const noexcept {
        told->push_back(known);
        return std::nullopt;
    }
};

} // namespace

TEST_CASE("lifetime jitter is drawn at birth, not anew at each check", "[pool][regression]") {
    scene s;
    const recording seen;
    auto p = s.pool({.max_size = 1}, seen);
    for (int i = 0; i < 20; ++i)
        CHECK(p.acquire());
    REQUIRE(seen.told->size() >= 20);
    for (const auto& known : *seen.told) {
        CHECK(known.draw == seen.told->front().draw);
        CHECK((known.draw >= 0.0 && known.draw < 1.0));
    }
    CHECK(seen.told->back().uses == 20);
}

TEST_CASE("uses are counted anew for each resource", "[pool][recycling]") {
    scene s;
    auto p = s.pool({.max_size = 1}, recycling::max_uses{.count = 2});
    std::vector<int> lent;
    for (int i = 0; i < 6; ++i)
        lent.push_back(p.acquire()->id);
    CHECK(lent == std::vector{1, 1, 2, 2, 3, 3});
    CHECK(p.stats().since.closed(close_cause::used_up) == 3);
}

TEST_CASE("resources opened together do not expire together", "[pool][regression]") {
    scene s;
    auto p = s.pool({.max_size = 50}, recycling::max_age{.limit = 1h, .jitter = 0.25});
    fill(p, 50);
    s.clock.advance(
        54min); // within the last quarter hour before the limit: some are over, some not
    fill(p, 50);
    const auto expired = p.stats().since.closed(close_cause::too_old);
    CHECK(expired > 5);
    CHECK(expired < 45);
    s.clock.advance(7min);
}

TEST_CASE("The default acquire timeout is finite (30 s)", "[pool][promise]") {
    scene s;
    auto p = s.pool({.max_size = 1});
    const auto held = p.acquire();
    CHECK(failure_of([&] { (void)p.acquire(); }).waited == 30s);
}

TEST_CASE(
    "An error says the kind, how long it waited, how many are open, idle and waiting, and "
    "carries the last cause",
    "[pool][promise]") {
    scene s;
    auto p = s.pool({.max_size = 4}, retry::constant{.delay = 1s, .attempts = 3});
    const auto held = p.acquire();
    s.w->on_open = [](auto) { throw scripted_error{fault::overloaded, "no room for you"}; };
    try {
        (void)p.acquire();
        FAIL("it was served");
    } catch (const acquire_error& e) {
        CHECK(e.code() == errc::open_failed);
        CHECK(
            std::string{e.what()} ==
            "no resource after 2s: opening failed, 3 failed attempt(s) to open; last cause: "
            "overloaded, no room for you; pool: 1 of 4 open (0 idle, 1 leased), 0 opening, "
            "0 waiting");
        CHECK_THROWS_AS(std::rethrow_exception(e.failure().cause), scripted_error);
    }
}

TEST_CASE("\"pool timed out\" never comes without its cause", "[pool][regression]") {
    scene s;
    auto p = s.pool({.max_size = 1}, retry::constant{.delay = 1s, .attempts = 1000});
    s.w->on_open = [](auto) { throw scripted_error{fault::transient, "connection refused"}; };
    boost::system::error_code failed;
    (void)p.acquire(10s, failed);
    CHECK(failed == errc::open_failed);
    try {
        (void)p.acquire(10s);
        FAIL("it was served");
    } catch (const acquire_error& e) {
        CHECK_THAT(e.what(), test::contains("connection refused"));
        CHECK(e.failure().waited == 10s);
    }
}

TEST_CASE("an open transaction is not handed to the next borrower", "[pool][regression]") {
    scene s;
    auto p = s.pool({.max_size = 1}, release::rollback{});
    p.acquire()->in_transaction = true;
    const auto next = p.acquire();
    CHECK(next->id == 1);
    CHECK_FALSE(next->in_transaction);
    CHECK(s.w->rollbacks == 1);
}

TEST_CASE("a resource that is out of any transaction is not rolled back", "[pool][release]") {
    scene s;
    auto p = s.pool({.max_size = 1}, release::rollback{});
    for (int i = 0; i < 3; ++i)
        CHECK(p.acquire());
    CHECK(s.w->rollbacks == 0);
}

TEST_CASE(
    "a lease that ends by an exception is discarded under discard_on_exception, and only it",
    "[pool][release]") {
    scene s;
    auto p = s.pool({.max_size = 1}, release::discard_on_exception{release::keep{}});
    CHECK(p.acquire()->id == 1);
    CHECK_THROWS([&] {
        const auto lease = p.acquire();
        throw std::runtime_error{"of the borrower's own"};
    }());
    CHECK(p.acquire()->id == 2);
}

TEST_CASE(
    "a demoted, read-only primary that still answers pings is not lent again",
    "[pool][regression]") {
    scene s;
    auto p = s.pool({.max_size = 2}, validation::always{probe::ping{}});
    fill(p, 2);
    auto demoted = p.acquire();
    const int pings = s.w->pings;
    demoted.discard(fault::read_only);
    CHECK(p.stats().since.refreshes == 1);
    CHECK(p.acquire()->id == 3); // the other would have answered
    CHECK(s.w->pings == pings);
}

TEST_CASE(
    "after one proof that timed out no other of its generation is waited for", "[pool][refresh]") {
    scene s;
    auto p = s.pool({.max_size = 4}, validation::always{probe::ping{.timeout = 2s}});
    fill(p, 4);
    s.w->on_ping = [&](test::thing& t, deadline until) -> health {
        if (t.id > 4) return true;
        s.clock.advance(until.left(s.clock.now()));
        return fault::timed_out;
    };
    const time_point start = s.clock.now();
    SECTION("the first that was found") {}
    SECTION("a suspect, since another was lost before") {
        p.acquire(unverified).discard(fault::lost);
    }
    const auto first = p.acquire();
    const auto second = p.acquire();
    const auto third = p.acquire();
    const auto fourth = p.acquire();
    CHECK(s.since(start) == 2s);
    CHECK(first->id > 4);
    CHECK(p.stats().since.closed(close_cause::refreshed) >= 2);
}

TEST_CASE("unverified lends what is idle as it is, but nothing retired", "[pool][acquire]") {
    scene s;
    auto p = s.pool({.max_size = 2}, validation::always{probe::ping{}}, refreshing::retire{});
    fill(p, 2);
    s.w->on_ping = [](auto&, auto) { return false; };
    CHECK(p.acquire(unverified)->id == 2);
    CHECK(s.w->pings == 0);
    p.acquire(unverified).discard(fault::lost);
    CHECK(p.acquire(unverified, 3s)->id == 3);
}

TEST_CASE(
    "close() stops admitting, drains until its deadline and reports what is still out, with "
    "the place in the source where each was taken",
    "[pool][promise]") {
    scene s;
    auto p = s.pool({.max_size = 3});
    fill(p, 3);
    auto first = p.acquire();
    const auto line = __LINE__ - 1;
    const time_point start = s.clock.now();
    const close_report report = p.close(5s);
    CHECK(s.since(start) == 5s);
    REQUIRE(report.still_out.size() == 1);
    CHECK_FALSE(report.complete());
    CHECK(report.still_out[0].line() == static_cast<unsigned>(line));
    CHECK_THAT(report.still_out[0].file_name(), test::contains("acquire_test.cpp"));
    CHECK(s.w->alive == 1);

    CHECK(failure_of([&] { (void)p.acquire(1s); }).kind == errc::closed);
    CHECK_FALSE(p.try_acquire());
    first.release();
    CHECK(s.w->alive == 0);
    CHECK(p.close(0s).complete());
    CHECK(p.stats().closed);
}

TEST_CASE("a pool whose policies need no time reads no clock", "[pool][cost]") {
    const auto w = std::make_shared<world>();
    const test::unread_clock clock;
    cenote::pool p{
        test::factory{w},
        limits{.max_size = 2},
        clock,
        validation::always{probe::peek{}},
        recycling::max_uses{.count = 1000000},
        release::rollback{},
        retry::full_jitter{}};
    {
        const auto opened = p.acquire(deadline::never());
    }
    for (int i = 0; i < 100; ++i) {
        auto lease = p.acquire(3s);
        lease->in_transaction = false;
        CHECK(p.try_acquire().operator bool() == false);
    }
    CHECK(clock.reads() == 0);
}

TEST_CASE("a pool whose policies need the time reads the clock", "[pool][cost]") {
    const auto w = std::make_shared<world>();
    const test::unread_clock clock;
    cenote::pool p{
        test::factory{w}, limits{.max_size = 1}, clock, recycling::max_idle{.limit = 1h}};
    {
        const auto opened = p.acquire(deadline::never());
    }
    const int before = clock.reads();
    {
        const auto lease = p.acquire();
    }
    CHECK(clock.reads() == before + 2); // once to lend, once on return
}

namespace {

/// Has a cheaper time, too.
struct ticking_clock : test::unread_clock {
    [[nodiscard]] time_point recently() const noexcept { return {}; }
};

} // namespace

TEST_CASE("age, idle time and silence are measured with the cheaper time", "[pool][cost]") {
    const auto w = std::make_shared<world>();
    const ticking_clock clock;
    cenote::pool p{
        test::factory{w},
        limits{.max_size = 1},
        clock,
        recycling::any_of{recycling::max_age{1h}, recycling::max_idle{.limit = 1h}},
        validation::after_idle{1s, probe::ping{}}};
    {
        const auto opened = p.acquire(deadline::never());
    }
    const int before = clock.reads();
    {
        const auto lease = p.acquire();
    }
    CHECK(clock.reads() == before);
}

TEST_CASE("what is not plugged in takes no byte", "[pool][cost]") {
    using plain = core::history<policy_set<>>;
    STATIC_REQUIRE(std::is_empty_v<plain>);
    STATIC_REQUIRE(sizeof(core::history<policy_set<recycling::max_uses>>) == 8);
    using bare = cenote::pool<test::factory>;
    STATIC_REQUIRE(sizeof(bare::lease) == 2 * sizeof(void*));
    STATIC_REQUIRE(sizeof(bare) == sizeof(void*));
}

TEST_CASE(
    "a place is one cache line, and as small as its policies where threads share a lock",
    "[pool][cost]") {
    using test::thing;
    STATIC_REQUIRE(sizeof(slot<thing, policy_set<>>) == 64);
    STATIC_REQUIRE(alignof(slot<thing, policy_set<>>) == 64);
    STATIC_REQUIRE(sizeof(slot<thing, policy_set<threading::mutexed>>) == 48);
    STATIC_REQUIRE(sizeof(slot<thing, policy_set<recycling::max_age>>) == 64);
    STATIC_REQUIRE(
        sizeof(slot<thing, policy_set<threading::mutexed, recycling::max_uses>>) == 48 + 8);
    STATIC_REQUIRE(
        sizeof(slot<thing, policy_set<threading::mutexed, recycling::max_age>>) == 48 + 16);
}

TEST_CASE("with<> names only the difference", "[pool][policies]") {
    using ours = cenote::pool<test::factory, retry::constant, release::rollback>;
    using theirs = ours::with<retry::none, recycling::never>;
    STATIC_REQUIRE(
        std::is_same_v<policy_for<theirs::policies, concerns::release>, release::rollback>);
    STATIC_REQUIRE(std::is_same_v<policy_for<theirs::policies, concerns::retry>, retry::none>);
    scene s;
    theirs p{test::factory{s.w}, limits{.max_size = 1}};
    CHECK(p.acquire());
}
