#include <cenote/policy/order.hpp>
#include <cenote/policy/recycling.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/threading.hpp>
#include <cenote/policy/validation.hpp>

#include <cenote/pool.hpp>

#include <cstdint>
#include <random>
#include <support/catch.hpp>
#include <support/clocks.hpp>
#include <support/world.hpp>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;

namespace {

/// What became of each step that one thread took at random with a pool, and the pool's totals.
struct transcript {
    std::vector<int> steps;
    occupancy now;
    totals since;

    friend bool operator==(const transcript&, const transcript&) = default;
};

/// A world in which some opens fail and some resources die.
std::shared_ptr<test::world> unreliable_world() {
    auto w = std::make_shared<test::world>();
    w->on_open = [&w = *w](auto) {
        if (w.open_attempts % 5 == 0) throw test::scripted_error{fault::transient, "refused"};
    };
    w->on_ping = [](test::thing& t, auto) { return t.id % 7 != 0; };
    return w;
}

template <class Threading, class Order>
transcript live(unsigned seed) {
    const auto w = unreliable_world();
    cenote::pool p{
        test::factory{w},
        limits{.max_size = 4},
        test::leaping_clock{},
        Threading{},
        Order{},
        validation::always{probe::ping{}},
        recycling::max_uses{20},
        retry::constant{.delay = 1s, .attempts = 2}};
    using lease = typename decltype(p)::lease;

    transcript made;
    std::vector<lease> held;
    const auto take = [&](lease&& got, int otherwise) {
        made.steps.push_back(got ? got->id : otherwise);
        if (got) held.push_back(std::move(got));
    };
    std::minstd_rand dice{seed};
    for (int i = 0; i < 400; ++i) {
        const auto what = dice() % 10;
        const auto which = held.empty() ? 0 : dice() % held.size();
        if (what < 3) {
            boost::system::error_code failed;
            lease got = p.acquire(what == 0 ? 0s : 10s, failed);
            take(std::move(got), -failed.value());
        } else if (what < 5) {
            take(p.try_acquire(), 0);
        } else if (what == 9 && dice() % 8 == 0) {
            p.refresh();
        } else if (!held.empty()) {
            if (what == 8) held[which].discard(fault::lost);
            held.erase(held.begin() + static_cast<std::ptrdiff_t>(which));
        }
    }
    made.now = p.stats().now;
    made.since = p.stats().since;
    return made;
}

} // namespace

TEMPLATE_TEST_CASE(
    "for one thread a pool without a lock does what one with a lock does, step by step",
    "[pool][threading]",
    order::lifo,
    order::lowest) {
    for (unsigned seed = 1; seed <= 50; ++seed) {
        CAPTURE(seed);
        const transcript reference = live<threading::mutexed, TestType>(seed);
        REQUIRE(reference.steps.size() > 100);
        CHECK(live<threading::multi, TestType>(seed) == reference);
        CHECK(live<threading::single, TestType>(seed).steps == reference.steps);
    }
}

TEST_CASE("a pool of thousands lends them all, and again", "[pool][threading]") {
    const auto w = std::make_shared<test::world>();
    cenote::pool p{test::factory{w}, limits{.max_size = 3000}};
    for (int round = 0; round < 2; ++round) {
        std::vector<decltype(p)::lease> all;
        for (int i = 0; i < 3000; ++i)
            all.push_back(p.acquire());
        CHECK_FALSE(p.try_acquire());
    }
    CHECK(w->opens == 3000);
    CHECK(p.stats().now.idle == 3000);
}
