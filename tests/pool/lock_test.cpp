#include <cenote/policy/release.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/threading.hpp>
#include <cenote/policy/validation.hpp>

#include <cenote/pool.hpp>

#include <algorithm>
#include <functional>
#include <support/catch.hpp>
#include <support/clocks.hpp>
#include <support/world.hpp>
#include <utility>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using test::world;

namespace {

/// True while the pool's lock is held.
bool locked = false;

/// What user code found of the lock, once for each call.
std::vector<bool> found;

struct watched : threading::single {
    static constexpr bool can_wait = true;

    struct mutex {
        void lock() noexcept { locked = true; }

        void unlock() noexcept { locked = false; }
    };
};

struct looking_observer {
    using concern = concerns::observer;

    void on_opened() const noexcept { found.push_back(locked); }

    void on_open_failed(fault) const noexcept { found.push_back(locked); }

    void on_validated(proof, health) const noexcept { found.push_back(locked); }

    void on_lent() const noexcept { found.push_back(locked); }

    void on_returned() const noexcept { found.push_back(locked); }

    void on_closed(close_cause) const noexcept { found.push_back(locked); }

    void on_refreshed(std::uint64_t) const noexcept { found.push_back(locked); }

    void on_waiting() const noexcept { found.push_back(locked); }

    void on_failed(errc) const noexcept { found.push_back(locked); }
};

/// Looks at the lock when it is destroyed.
struct looking_thing : test::thing {
    using thing::thing;

    ~looking_thing() { found.push_back(locked); }
};

struct looking_factory : test::factory {
    using factory::factory;

    [[nodiscard]] looking_thing open(deadline until) {
        (void)factory::open(until);
        static std::atomic<int> counted;
        return looking_thing{1, counted};
    }
};

} // namespace

TEST_CASE(
    "No user code (open, probe, reset, close, observer) and no destructor runs under a pool lock",
    "[pool][promise]") {
    found.clear();
    const auto w = std::make_shared<world>();
    const auto look = [](auto&&...) { found.push_back(locked); };
    bool healthy = true;
    bool opens = true;
    w->on_open = [&](auto) {
        look();
        if (!opens) throw test::scripted_error{fault::transient, "refused"};
    };
    w->on_close = look;
    w->on_rollback = look;
    w->on_ping = [&](auto&, auto) {
        look();
        return healthy;
    };
    {
        cenote::pool p{
            looking_factory{w},
            limits{.max_size = 1},
            watched{},
            test::leaping_clock{},
            looking_observer{},
            validation::always{probe::ping{}},
            release::reset{},
            retry::constant{.delay = 1s, .attempts = 2}};
        {
            const auto opened = p.acquire();
            CHECK_THROWS_AS(p.acquire(3s), acquire_error);
        }
        {
            const auto proven = p.acquire();
        }
        healthy = false;
        p.acquire().discard(fault::lost);
        opens = false;
        CHECK_THROWS_AS(p.acquire(3s), acquire_error);
        (void)p.close(0s);
    }
    CHECK(found.size() > 20);
    CHECK(std::count(found.begin(), found.end(), true) == 0);
}

namespace {

/// Wakes its sleeper again and again for nothing, after 100 ms and what else is told to happen, and
/// notes until when it meant to sleep.
struct restless : threading::single {
    static constexpr bool can_wait = true;

    static inline std::vector<time_point> sleeps;
    static inline std::function<void()> meanwhile;

    static void reset() {
        sleeps.clear();
        meanwhile = [] {};
    }

    struct parker {
        template <class Clock>
        void park_until(Clock& clock, time_point until) {
            sleeps.push_back(until);
            if constexpr (requires { clock.advance(100ms); }) clock.advance(100ms);
            std::exchange(meanwhile, [] {})();
        }

        void unpark() noexcept {}
    };
};

} // namespace

TEST_CASE("a wake-up does not restart the deadline", "[pool][regression]") {
    restless::reset();
    const auto w = std::make_shared<world>();
    const test::leaping_clock clock;
    cenote::pool p{test::factory{w}, limits{.max_size = 1}, restless{}, clock};
    const auto held = p.acquire();
    const time_point start = clock.now();
    CHECK_THROWS_AS(p.acquire(1s), acquire_error);
    CHECK(clock.now() == start + 1s);
    CHECK(restless::sleeps == std::vector<time_point>(10, start + 1s));
}

TEST_CASE("an acquire whose time is over does not go to sleep", "[pool][acquire]") {
    restless::reset();
    const auto w = std::make_shared<world>();
    cenote::pool p{test::factory{w}, limits{.max_size = 1}, restless{}, test::leaping_clock{}};
    const auto held = p.acquire();
    CHECK_THROWS_AS(p.acquire(0s), acquire_error);
    CHECK(restless::sleeps.empty());
}

TEST_CASE(
    "a refusing server is not stormed: attempts are what the retry policy says",
    "[pool][regression]") {
    const auto w = std::make_shared<world>();
    w->on_open = [](auto) { throw test::scripted_error{fault::overloaded, "refused"}; };
    const test::leaping_clock clock;
    cenote::pool p{
        test::factory{w},
        limits{.max_size = 10},
        clock,
        retry::exponential{.base = 100ms, .cap = 5s, .attempts = 1000}};
    CHECK_THROWS_AS(p.acquire(30s), acquire_error);
    // after 0.1 0.3 0.7 1.5 3.1 6.3 11.3 16.3 21.3 26.3 s
    CHECK(w->open_attempts == 11);
}
