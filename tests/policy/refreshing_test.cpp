#include <cenote/policy/refreshing.hpp>

#include <support/catch.hpp>

using namespace cenote;

TEST_CASE(
    "a fault that ends a resource makes the others suspect, retired, or neither",
    "[policy][refreshing]") {
    const auto ending = GENERATE(fault::lost, fault::timed_out, fault::read_only);
    CHECK(refreshing::suspect{}.after(ending) != reaction::none);
    CHECK(refreshing::retire{}.after(ending) == reaction::retire);
    CHECK(refreshing::none{}.after(ending) == reaction::none);
}

TEST_CASE(
    "refreshing::suspect has the others prove themselves where a proof tells something, and "
    "retires "
    "them where it would wait in vain or be answered in the wrong role",
    "[policy][refreshing]") {
    CHECK(refreshing::suspect{}.after(fault::lost) == reaction::suspect);
    CHECK(refreshing::suspect{}.after(fault::timed_out) == reaction::retire);
    CHECK(refreshing::suspect{}.after(fault::read_only) == reaction::retire);
}

TEST_CASE(
    "a fault that the resource survives says nothing about the others", "[policy][refreshing]") {
    const auto survived = GENERATE(fault::transient, fault::overloaded, fault::permanent);
    CHECK(refreshing::suspect{}.after(survived) == reaction::none);
    CHECK(refreshing::retire{}.after(survived) == reaction::none);
    CHECK(refreshing::none{}.after(survived) == reaction::none);
}
