#include <cenote/policy/factory.hpp>

#include <cenote/core/policy_set.hpp>

#include <concepts>
#include <support/archetypes.hpp>
#include <support/catch.hpp>

using namespace cenote;
using namespace std::chrono_literals;
namespace archetype = test::archetype;

// An archetype that offered too little would prove nothing either.
static_assert(factory<archetype::factory>);
static_assert(
    validation::policy_for<archetype::validation, archetype::factory, archetype::resource>);
static_assert(retry::policy<archetype::retry>);
static_assert(retry::policy<archetype::gated_retry>);
static_assert(recycling::policy<archetype::recycling>);
static_assert(release::policy_for<archetype::release, archetype::factory, archetype::resource>);
static_assert(refreshing::policy<archetype::refreshing>);
static_assert(waiting::policy<archetype::waiting>);
static_assert(opening::policy<archetype::opening>);
static_assert(closing::policy<archetype::closing>);
static_assert(upkeep::policy<archetype::upkeep>);
static_assert(workers::policy<archetype::workers>);
static_assert(threading::policy<archetype::threading>);
static_assert(threading::policy<archetype::locked_threading>);
static_assert(order::policy<archetype::order>);
static_assert(clock::policy<archetype::clock>);
static_assert(observer::policy<archetype::observer>);

static_assert(!std::default_initializable<archetype::retry>);
static_assert(!std::copy_constructible<archetype::retry>);
static_assert(!std::movable<archetype::retry>); // it is not assignable
static_assert(!std::default_initializable<archetype::clock>);
static_assert(!std::copy_constructible<archetype::clock>);
static_assert(!std::move_constructible<archetype::resource>);

TEST_CASE("a policy set asks of its policies only that they can be moved", "[policy][archetype]") {
    const clock::manual time{time_point{std::chrono::hours{7}}};
    policy_set made{
        archetype::observer{0},
        archetype::clock{time},
        archetype::threading{0},
        archetype::workers{0},
        archetype::upkeep{0},
        archetype::closing{0},
        archetype::opening{0},
        archetype::order{0},
        archetype::waiting{0},
        archetype::refreshing{0},
        archetype::release{0},
        archetype::recycling{0},
        archetype::retry{0},
        archetype::validation{0}};
    STATIC_REQUIRE(
        sizeof(check_policies_for<decltype(made), archetype::factory, archetype::resource>) > 0);

    const auto moved = std::move(made);
    CHECK(moved.get<concerns::clock>().now() == time.now());
    CHECK_FALSE(moved.get<concerns::retry>().next_delay({}));
    CHECK(moved.get<concerns::waiting>().admits(1000));
}

TEST_CASE(
    "the models that wrap another ask of it only that it can be moved", "[policy][archetype]") {
    archetype::factory maker{0};
    archetype::resource thing = maker.open(deadline::never());

    const retry::limited retrying{3, archetype::retry{0}};
    CHECK_FALSE(retrying.next_delay({.number = 1}));
    const retry::budgeted around{1.0, 0.2, 10.0, retry::breaker{1s, 1s, archetype::gated_retry{0}}};
    retry::gate_of<decltype(around)> gate{around};
    CHECK(gate.opens_at_once() == 1);
    CHECK_FALSE(gate.may_retry(time_point{}));

    const recycling::any_of recycled{archetype::recycling{0}, recycling::max_uses{1}};
    decltype(recycled)::needs worn;
    worn.uses = 1;
    CHECK(recycled.expired(worn) == close_cause::used_up);

    const release::discard_on_exception cleaning_up{archetype::release{0}};
    decltype(cleaning_up)::needs thrown;
    CHECK(cleaning_up.required(maker, thing, thrown) == cleaning::clean);
    thrown.unwinding = true;
    CHECK(cleaning_up.required(maker, thing, thrown) == cleaning::discard);

    const waiting::bounded queue{1, archetype::waiting{0}};
    CHECK(queue.admits(0));
    CHECK_FALSE(queue.admits(1));

    observer::all_of told{archetype::observer{0}, observer::counters{}};
    told.on_lent();
}
