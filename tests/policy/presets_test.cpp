#include <cenote/core/policy_set.hpp>

#include <cenote/presets.hpp>

#include <concepts>
#include <support/catch.hpp>

using namespace cenote;
using namespace std::chrono_literals;

namespace {

/// All that the presets ask of a factory.
struct factory {
    health peek(int&) noexcept { return true; }

    health ping(int&, deadline) { return true; }

    bool in_transaction(int&) noexcept { return false; }

    void rollback(int&, deadline) {}

    void reset(int&, deadline) {}
};

} // namespace

TEMPLATE_TEST_CASE(
    "a preset is in range and works with a factory that has the probes and the cleanings",
    "[policy][presets]",
    presets::balanced,
    presets::strict,
    presets::latency) {
    const policy_set<TestType> set{};
    CHECK_NOTHROW(set.check());
    STATIC_REQUIRE(sizeof(check_policies_for<policy_set<TestType>, factory, int>) > 0);
}

TEST_CASE("presets are told apart by what they cost", "[policy][presets]") {
    const policy_set<presets::balanced> balanced{};
    const policy_set<presets::strict> strict{};
    const policy_set<presets::latency> latency{};

    facts<fact::idle> rested;
    rested.idle = 10s;
    CHECK(balanced.get<concerns::validation>().required(rested) == proof::ping);
    CHECK(latency.get<concerns::validation>().required(rested) == proof::peek);
    CHECK(strict.get<concerns::validation>().required({}) == proof::ping);

    CHECK(strict.get<concerns::refreshing>().after(fault::lost) == reaction::retire);
    CHECK(balanced.get<concerns::refreshing>().after(fault::lost) == reaction::suspect);

    CHECK(strict.get<concerns::waiting>().patience() == 0);
    CHECK(balanced.get<concerns::waiting>().patience() == 1);
    CHECK(latency.get<concerns::waiting>().patience() > 1'000'000);
}

TEST_CASE("a preset's policy can be replaced and its values changed", "[policy][presets]") {
    const policy_set set{release::keep{}, presets::balanced{}};
    STATIC_REQUIRE(std::same_as<
                   policy_for<policy_set<release::keep, presets::balanced>, concerns::release>,
                   release::keep>);
    CHECK(set.get<concerns::retry>().attempts == 5);
    const policy_set<presets::balanced> patient{retry::full_jitter{.attempts = 50}};
    CHECK(patient.get<concerns::retry>().attempts == 50);
}
