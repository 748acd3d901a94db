#include <cenote/policy/validation.hpp>

#include <string>
#include <support/catch.hpp>
#include <support/refused.hpp>
#include <type_traits>

using namespace cenote;
using namespace std::chrono_literals;
using test::refused;

namespace {

struct wire {
    std::string asked{}; ///< What was asked, in order: k for a peek, p for a ping.
    health seen = true;
    health answered = true;
    deadline told = deadline::never();
};

struct factory {
    health peek(wire& w) noexcept {
        w.asked += 'k';
        return w.seen;
    }

    health ping(wire& w, deadline until) {
        w.asked += 'p';
        w.told = until;
        return w.answered;
    }
};

struct bare_factory {};

constexpr deadline soon{time_point{7s}};

template <class Policy>
health prove(const Policy& policy, wire& w, proof wanted) {
    factory f;
    return policy.prove(f, w, wanted, soon);
}

facts<fact::idle> at_rest_for(duration idle) {
    facts<fact::idle> known;
    known.idle = idle;
    return known;
}

/// A probe of each form that a user may write.
struct asks_resource {
    bool operator()(wire& w) const { return w.seen.alive(); }
};

struct asks_resource_by {
    duration timeout = 300ms;

    health operator()(wire& w, deadline until) const {
        w.told = until;
        return w.answered;
    }
};

struct asks_both {
    health operator()(bare_factory&, wire& w, deadline until) const {
        w.told = until;
        return w.answered;
    }
};

} // namespace

// Which factories a validation policy works with is part of its type.
static_assert(validation::policy_for<validation::none, bare_factory, wire>);
static_assert(validation::policy_for<validation::ladder<>, factory, wire>);
static_assert(!validation::policy_for<validation::ladder<>, bare_factory, wire>);
static_assert(!validation::policy_for<validation::always<>, bare_factory, wire>);
static_assert(!validation::policy_for<validation::always<probe::peek>, bare_factory, wire>);
static_assert(validation::policy_for<validation::always<asks_resource>, bare_factory, wire>);
static_assert(!validation::policy_for<validation::always<asks_both>, factory, wire>);

static_assert(!validation::can_prove(validation::none{}));
static_assert(validation::can_prove(validation::always<>{}));
static_assert(validation::can_prove(validation::ladder<>{}));

TEST_CASE("validation::none trusts every resource and asks nothing", "[policy][validation]") {
    wire w{.seen = false, .answered = false};
    CHECK(validation::none{}.required({}) == proof::none);
    CHECK(prove(validation::none{}, w, proof::ping).alive());
    CHECK(w.asked.empty());
}

TEST_CASE("validation::always asks its one probe each time", "[policy][validation]") {
    wire w;
    CHECK(validation::always{}.required({}) == proof::ping);
    CHECK(prove(validation::always{}, w, proof::ping).alive());
    CHECK(prove(validation::always{}, w, proof::peek).alive());
    CHECK(w.asked == "pp");
    CHECK(w.told == soon);
}

TEST_CASE("a policy whose probe only peeks asks for no more than a peek", "[policy][validation]") {
    wire w;
    const validation::always policy{probe::peek{}};
    CHECK(policy.required({}) == proof::peek);
    CHECK(prove(policy, w, proof::ping).alive());
    CHECK(w.asked == "k");
    CHECK(validation::after_idle{1s, probe::peek{}}.required(at_rest_for(2s)) == proof::peek);
}

TEST_CASE(
    "validation::after_idle trusts what came back within its window", "[policy][validation]") {
    const validation::after_idle policy{500ms};
    CHECK(policy.required(at_rest_for(500ms - 1ns)) == proof::none);
    CHECK(policy.required(at_rest_for(500ms)) == proof::ping);
    CHECK(validation::after_idle{0s}.required(at_rest_for(0s)) == proof::ping);
}

TEST_CASE(
    "validation::ladder wants a peek within its window and a ping after it",
    "[policy][validation]") {
    const validation::ladder policy{500ms};
    CHECK(policy.required(at_rest_for(500ms - 1ns)) == proof::peek);
    CHECK(policy.required(at_rest_for(500ms)) == proof::ping);
}

TEST_CASE("validation::ladder pings only what passed its peek", "[policy][validation]") {
    wire sound;
    CHECK(prove(validation::ladder{}, sound, proof::ping).alive());
    CHECK(sound.asked == "kp");

    wire peeked;
    CHECK(prove(validation::ladder{}, peeked, proof::peek).alive());
    CHECK(peeked.asked == "k");

    wire closed{.seen = fault::lost};
    CHECK(prove(validation::ladder{}, closed, proof::ping) == health{fault::lost});
    CHECK(closed.asked == "k");

    wire demoted{.answered = fault::read_only};
    CHECK(prove(validation::ladder{}, demoted, proof::ping) == health{fault::read_only});
    CHECK(demoted.asked == "kp");
}

TEST_CASE("a probe is any callable of one of three forms", "[policy][validation]") {
    bare_factory f;
    wire w{.seen = false, .answered = fault::timed_out};
    using validation::always;
    CHECK(always{asks_resource{}}.prove(f, w, proof::ping, soon) == health{fault::lost});
    CHECK(w.told == deadline::never());
    CHECK(always{asks_resource_by{}}.prove(f, w, proof::ping, soon) == health{fault::timed_out});
    CHECK(w.told == soon);
    w.told = deadline::never();
    CHECK(always{asks_both{}}.prove(f, w, proof::ping, soon) == health{fault::timed_out});
    CHECK(w.told == soon);
    CHECK_FALSE(always{[](auto& any) { return any.seen; }}.prove(f, w, proof::ping, soon).alive());

    int asked = 0;
    const always counting{[&asked](wire&) { return ++asked > 0; }};
    STATIC_REQUIRE(validation::policy_for<std::remove_const_t<decltype(counting)>, factory, wire>);
    CHECK(counting.prove(f, w, proof::ping, soon).alive());
    CHECK(asked == 1);
}

TEST_CASE(
    "a probe's own timeout is the proof's, and without one there is none", "[policy][validation]") {
    CHECK(validation::always{}.timeout() == 2s);
    CHECK(validation::always{probe::peek{}}.timeout() == duration::max());
    CHECK(validation::always{asks_resource{}}.timeout() == duration::max());
    CHECK(validation::after_idle{1s, asks_resource_by{.timeout = 40ms}}.timeout() == 40ms);
    CHECK(validation::ladder{1s, probe::ping{.timeout = 3s}}.timeout() == 3s);
    CHECK(validation::none{}.timeout() == duration::max());
}

TEST_CASE("validation policies refuse bad values by name", "[policy][validation]") {
    CHECK(
        refused(validation::after_idle{-1ms}) ==
        "validation::after_idle: window must not be negative, got -1ms");
    CHECK(
        refused(validation::ladder{-1ms}) ==
        "validation::ladder: window must not be negative, got -1ms");
    CHECK(
        refused(validation::always{probe::ping{.timeout = 0s}}) ==
        "probe::ping: timeout must be more than zero, got 0s");
    CHECK(refused(validation::ladder{}).empty());
    CHECK(refused(validation::after_idle{0s, asks_resource{}}).empty());
}
