#include <cenote/policy/clock.hpp>
#include <cenote/policy/opening.hpp>
#include <cenote/policy/retry.hpp>

#include <cenote/pool.hpp>

#include <memory>
#include <support/catch.hpp>
#include <support/clocks.hpp>
#include <support/world.hpp>
#include <thread>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using test::scripted_error;
using test::world;

namespace {

acquire_failure failure_of(auto& p, duration limit) {
    try {
        (void)p.acquire(limit);
    } catch (const acquire_error& e) {
        return e.failure();
    }
    FAIL("it was lent");
    return {};
}

constexpr auto patient = retry::breaker{30s, 1s, retry::constant{.delay = 1s, .attempts = 1000}};

} // namespace

TEST_CASE(
    "While nothing can be opened the breaker lets callers fail at once, with the last cause",
    "[pool][breaker]") {
    const auto w = std::make_shared<world>();
    const test::leaping_clock time;
    cenote::pool p{test::factory{w}, limits{.max_size = 4}, time, patient};
    w->on_open = [](auto) { throw scripted_error{fault::transient, "connection refused"}; };

    CHECK(failure_of(p, 20s).kind == errc::open_failed);
    CHECK(w->open_attempts <= 21);
    CHECK(failure_of(p, 20s).kind == errc::breaker_open); // in the middle of its waiting
    const int so_far = w->open_attempts;
    const auto at_once = failure_of(p, 20s);
    CHECK(at_once.kind == errc::breaker_open);
    CHECK(at_once.waited == 0s);
    CHECK(at_once.attempts == 0);
    CHECK(at_once.what == fault::transient);
    CHECK_THAT(to_text(at_once.cause), test::contains("connection refused"));
    CHECK(w->open_attempts == so_far);

    SECTION("one probes after the pause, and its failure is another pause") {
        time.advance(1s);
        CHECK(failure_of(p, 20s).kind == errc::breaker_open);
        CHECK(w->open_attempts == so_far + 1);
        CHECK(failure_of(p, 20s).waited == 0s);
        CHECK(w->open_attempts == so_far + 1);
    }
    SECTION("its success ends it") {
        w->on_open = [](auto) {};
        time.advance(1s);
        const auto first = p.acquire(20s);
        const auto second = p.acquire(20s);
        CHECK(p.stats().now.leased == 2);
    }
}

TEST_CASE("The breaker stays closed while one resource is open", "[pool][breaker]") {
    const auto w = std::make_shared<world>();
    const test::leaping_clock time;
    cenote::pool p{test::factory{w}, limits{.max_size = 2}, time, patient};
    auto held = p.acquire();
    w->on_open = [](auto) { throw scripted_error{fault::transient, "refused"}; };
    CHECK(failure_of(p, 60s).kind == errc::open_failed);
    CHECK(failure_of(p, 60s).kind == errc::open_failed);
    held.discard();
    CHECK(failure_of(p, 60s).kind == errc::breaker_open);
}

TEMPLATE_TEST_CASE(
    "A storm of callers against a server that refuses makes one attempt for each delay",
    "[pool][breaker]",
    opening::by_caller,
    opening::in_background) {
    const auto w = std::make_shared<world>();
    w->on_open = [](auto) { throw scripted_error{fault::transient, "refused"}; };
    const clock::manual time{time_point{1h}};
    cenote::pool p{test::factory{w}, limits{.max_size = 50}, time, patient, TestType{}};
    std::atomic<bool> stop{false};
    std::vector<std::jthread> callers;
    for (int i = 0; i < 20; ++i) {
        callers.emplace_back([&] {
            while (!stop) {
                boost::system::error_code why;
                (void)p.acquire(5s, why);
            }
        });
    }
    while (w->open_attempts == 0)
        std::this_thread::yield();
    for (int second = 0; second < 60; ++second) {
        for (int wait = 0; wait < 50; ++wait)
            std::this_thread::yield(); // no more than a chance for them to do much
        time.advance(1s);
    }
    stop = true;
    while (p.stats().now.waiting > 0)
        time.advance(1s);
    callers.clear();
    // One for each second that went by, and the first.
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time.now() - time_point{1h});
    CHECK(w->open_attempts <= seconds.count() * 10 / 9 + 2); // a pause may be a tenth shorter
}

TEMPLATE_TEST_CASE(
    "Who waits is served after the pause, although nobody else comes",
    "[pool][breaker][promise]",
    opening::by_caller,
    opening::in_background) {
    const auto w = std::make_shared<world>();
    const clock::manual time{time_point{1h}};
    std::atomic<bool> fails{false};
    TestType how;
    if constexpr (TestType::detached)
        how.patience = 24h * 365; // this time runs faster than threads
    w->on_open = [&](auto) {
        if (w->open_attempts > 1) return;
        fails.wait(false);
        throw scripted_error{fault::transient, "refused"};
    };
    cenote::pool p{
        test::factory{w}, limits{.max_size = 1}, time, retry::breaker{30s, 1s, retry::none{}}, how};
    std::atomic<int> served{0};
    std::atomic<int> gone{0};
    std::vector<std::jthread> callers;
    for (int i = 0; i < 2; ++i) {
        callers.emplace_back([&] {
            boost::system::error_code why;
            served += p.acquire(24h, why) ? 1 : 0;
            ++gone;
        });
        while (w->open_attempts == 0)
            std::this_thread::yield();
    }
    while (p.stats().now.waiting < (TestType::detached ? 2U : 1U))
        std::this_thread::yield();
    fails = true;
    fails.notify_all();
    const auto began = time.now();
    while (gone < 2) {
        time.advance(1s);
        std::this_thread::yield();
    }
    CHECK(time.now() - began < 12h); // some seconds, if the machine is not busy
    CHECK(served >= 1); // both, if the one that failed was lent something before it knew
}

TEST_CASE("After an outage a pool opens one, then two, then four at once", "[pool][breaker]") {
    const auto w = std::make_shared<world>();
    const clock::manual time{time_point{1h}};
    std::atomic<int> at_once{0};
    std::atomic<bool> refuses{true};
    std::atomic<int> allowed{0}; // opens that may end
    std::atomic<int> ended{0};
    w->on_open = [&](auto) {
        if (refuses) throw scripted_error{fault::transient, "refused"};
        ++at_once;
        while (ended >= allowed)
            std::this_thread::yield();
        ++ended;
        --at_once;
    };
    cenote::pool p{
        test::factory{w},
        limits{.max_size = 20},
        time,
        patient,
        opening::in_background{.limit = 20, .patience = 24h}};
    boost::system::error_code why;
    std::jthread unlucky{[&] { (void)p.acquire(100ms, why); }};
    while (w->open_attempts == 0 || p.stats().now.opening > 0)
        std::this_thread::yield();
    time.wait_until_parked(1);
    time.advance(100ms);
    unlucky.join();
    refuses = false;

    std::vector<std::jthread> callers;
    std::atomic<bool> over{false};
    for (int i = 0; i < 20; ++i)
        callers.emplace_back([&] {
            const auto held = p.acquire(24h);
            while (!over)
                std::this_thread::yield();
        });
    time.wait_until_parked(20);
    time.advance(1s);
    for (const int expected : {1, 1, 2, 4}) { // the probe, then those whom it lets follow
        while (at_once < expected)
            std::this_thread::yield();
        CHECK(p.stats().now.opening == static_cast<std::size_t>(expected));
        allowed += expected;
    }
    allowed = 100;
    over = true;
    callers.clear();
}
