#include <cenote/policy/order/precedence.hpp>
#include <cenote/policy/threading.hpp>

#include <cenote/core/commons.hpp>

#include <cstddef>
#include <support/catch.hpp>
#include <thread>
#include <vector>

using namespace cenote;
using core::place;
using state = core::place::state;

namespace {

/// So many places on a shelf, each with a resource that somebody has.
template <class Threading, precedence Rule>
struct store {
    std::vector<place> places;
    core::commons<Threading, Rule> all;

    explicit store(std::size_t size)
        : places(size)
        , all{size} {
        for (place& p : places) {
            all.shelf.add(p);
            all.shelf.lend(p);
        }
    }

    auto& shelf() { return all.shelf; }

    /// What an acquire does before it asks the ledger.
    place* find() {
        std::size_t passed = 0;
        place* last = shelf().take_last();
        return last != nullptr ? last : shelf().take_any(passed);
    }
};

/// `multi`, and counts how often a word is read.
struct counting : threading::multi {
    static inline std::size_t reads = 0;

    template <class T>
    struct atomic_ref : std::atomic_ref<T> {
        using std::atomic_ref<T>::atomic_ref;

        T load(std::memory_order how) const noexcept {
            ++reads;
            return std::atomic_ref<T>::load(how);
        }
    };
};

} // namespace

TEMPLATE_TEST_CASE_SIG(
    "what is given back is lent again, without the ledger",
    "[core][shelf]",
    ((precedence Rule), Rule),
    precedence::affine,
    precedence::lifo,
    precedence::lowest) {
    store<threading::multi, Rule> s{100};
    CHECK(s.find() == nullptr);
    CHECK(s.shelf().put(s.places[70]));
    CHECK(s.shelf().idle() == 1);
    CHECK(s.find() == &s.places[70]);
    CHECK(s.find() == nullptr);
    CHECK(s.shelf().state_of(s.places[70]) == state::leased);
}

TEMPLATE_TEST_CASE_SIG(
    "who finds nothing idle before it waits has every return come to the ledger",
    "[core][shelf]",
    ((precedence Rule), Rule),
    precedence::affine,
    precedence::lifo,
    precedence::lowest) {
    store<threading::multi, Rule> s{3};
    REQUIRE(s.shelf().put(s.places[1]));
    CHECK(s.shelf().take_or_watch() == &s.places[1]);
    CHECK(s.shelf().take_or_watch() == nullptr);
    for (place& p : s.places)
        CHECK_FALSE(s.shelf().put(p));
    CHECK(s.find() == nullptr);

    SECTION("and what the ledger puts there is anybody's") {
        s.shelf().rest(s.places[2], true);
        s.shelf().nobody_waits();
        CHECK(s.find() == &s.places[2]);
        CHECK(s.shelf().put(s.places[2]));
    }
    SECTION("and so does what it has watched once more") {
        s.shelf().rest(s.places[2], true);
        s.shelf().nobody_waits();
        REQUIRE(s.find() == &s.places[2]);
        s.shelf().watch(s.places[2]);
        CHECK_FALSE(s.shelf().put(s.places[2]));
    }
}

TEMPLATE_TEST_CASE_SIG(
    "a place that is emptied or filled is not found",
    "[core][shelf]",
    ((precedence Rule), Rule),
    precedence::affine,
    precedence::lifo,
    precedence::lowest) {
    store<threading::multi, Rule> s{2};
    s.shelf().clear(s.places[0], state::empty);
    s.shelf().clear(s.places[1], state::opening);
    CHECK(s.find() == nullptr);
    CHECK(s.shelf().take_or_watch() == nullptr);
    s.shelf().watch(s.places[1]);
    CHECK(s.shelf().state_of(s.places[1]) == state::opening);
}

TEST_CASE("under affine each thread gets back what it used last", "[core][shelf]") {
    store<threading::multi, precedence::affine> s{2};
    std::thread{[&] { static_cast<void>(s.shelf().put(s.places[0])); }}.join();
    REQUIRE(s.shelf().put(s.places[1]));
    CHECK(s.shelf().take_last() == &s.places[1]);
    CHECK(s.shelf().take_last() == nullptr);
    CHECK(s.find() == &s.places[0]);
}

TEST_CASE("what a thread used last is known pool by pool", "[core][shelf]") {
    store<threading::multi, precedence::affine> one{2};
    store<threading::multi, precedence::affine> other{2};
    REQUIRE(one.shelf().put(one.places[1]));
    REQUIRE(other.shelf().put(other.places[0]));
    REQUIRE(other.shelf().put(other.places[1]));
    CHECK(one.shelf().take_last() == &one.places[1]);
    CHECK(other.shelf().take_last() == &other.places[1]);
}

TEST_CASE("under lifo what came back last is lent first", "[core][shelf]") {
    store<threading::multi, precedence::lifo> s{3};
    for (const std::size_t i : {1U, 0U, 2U})
        REQUIRE(s.shelf().put(s.places[i]));
    SECTION("and the longest idle that fits can be taken from below") {
        const auto fits = [&](const place& p) { return p.index != 1; };
        CHECK(s.shelf().take_if(fits) == &s.places[0]);
        CHECK(s.find() == &s.places[2]);
    }
    SECTION("and what nobody wanted goes below") {
        place* top = s.find();
        REQUIRE(top == &s.places[2]);
        s.shelf().rest(*top, false);
        CHECK(s.find() == &s.places[0]);
        CHECK(s.find() == &s.places[1]);
        CHECK(s.find() == &s.places[2]);
    }
}

TEST_CASE("under lowest the lowest place is lent first", "[core][shelf]") {
    store<threading::multi, precedence::lowest> s{200};
    for (const std::size_t i : {150U, 3U, 64U})
        REQUIRE(s.shelf().put(s.places[i]));
    CHECK(s.find() == &s.places[3]);
    CHECK(s.find() == &s.places[64]);
    CHECK(s.find() == &s.places[150]);
}

TEST_CASE("upkeep that takes one by one comes round to each", "[core][shelf]") {
    store<threading::multi, precedence::affine> s{3};
    for (place& p : s.places)
        REQUIRE(s.shelf().put(p));
    const auto any = [](const place&) { return true; };
    for (place& p : s.places) {
        CHECK(s.shelf().take_if(any) == &p);
        s.shelf().rest(p, false);
    }
    CHECK(s.shelf().take_if([](const place&) { return false; }) == nullptr);
    CHECK(s.shelf().idle() == 3);
}

TEST_CASE("a search does not pass time and again what is never idle", "[core][shelf]") {
    store<counting, precedence::lowest> s{4096};
    place& only = s.places[4000];
    REQUIRE(s.shelf().put(only));
    std::size_t passed = 0;
    REQUIRE(s.shelf().take_any(passed) == &only);
    CHECK(passed == 4000);

    s.shelf().watch_leased(); // as the pool does when so many were passed
    s.shelf().rest(only, true);
    counting::reads = 0;
    passed = 0;
    REQUIRE(s.shelf().take_any(passed) == &only);
    CHECK(passed == 0);
    CHECK(counting::reads <= 4096 / 64 + 1);
}
