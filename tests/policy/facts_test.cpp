#include <cenote/policy/facts.hpp>

#include <concepts>
#include <support/catch.hpp>

using namespace cenote;

// Only facts convert to facts, and only more to fewer.
static_assert(!std::convertible_to<int, facts<>>);
static_assert(std::convertible_to<facts<fact::age>, facts<>>);
static_assert(std::convertible_to<facts<fact::age, fact::uses>, facts<fact::uses>>);
static_assert(!std::convertible_to<facts<fact::age>, facts<fact::uses>>);

TEST_CASE("fewer facts are taken out of more as they are", "[policy][facts]") {
    facts<fact::age, fact::uses, fact::draw> more;
    more.age = std::chrono::seconds{3};
    more.uses = 7;
    more.draw = 0.5;
    const facts<fact::draw, fact::uses> fewer = more;
    CHECK(fewer.uses == 7);
    CHECK(fewer.draw == 0.5);
}
