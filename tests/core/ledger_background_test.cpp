#include <cenote/policy/opening.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/waiting.hpp>

#include <cenote/core/ledger.hpp>

#include <array>
#include <core/commons.hpp>
#include <support/catch.hpp>

using namespace cenote;
using namespace std::chrono_literals;
using core::answer;
using core::ordered_place;
using kind = core::answer::kind;

namespace {

// Callers are made before the desk, which lets go of those that still wait.
struct caller : core::ticket {
    int woken = 0;

    caller()
        : ticket{[](ticket& t, core::outbox&) noexcept { ++static_cast<caller&>(t).woken; }} {}
};

constexpr time_point noon{12h};

/// A ledger whose places threads of the pool open; the test is those threads.
struct desk {
    std::array<ordered_place, 3> places;
    waiting::fifo waiting;
    opening::in_background opening;
    test::commons all{places.size()};
    core::ledger<waiting::fifo, opening::in_background, retry::no_gate, test::commons> book{
        all, waiting, opening, retry::no_gate{waiting}};

    explicit desk(std::size_t limit = 3)
        : opening{.limit = limit, .abandoned = 2} {
        for (auto& p : places)
            book.add(p);
    }

    /// The open that a free thread is told to make, or null.
    ordered_place* order() { return book.begin_order(noon + 10s); }

    /// A place with an open resource, lent.
    core::place& lend() {
        caller c;
        REQUIRE(book.ask(c).what == kind::wait);
        REQUIRE(book.delivered(*order()));
        return *book.resume(c, false).where;
    }
};

} // namespace

TEST_CASE("where threads open, a caller waits, and an open is ordered for it", "[core][ledger]") {
    caller c;
    desk d;
    CHECK(d.order() == nullptr); // for nobody
    CHECK(d.book.ask(c).what == kind::wait);
    auto* p = d.order();
    REQUIRE(p != nullptr);
    CHECK(d.order() == nullptr); // not twice for one
    CHECK(d.book.count() == occupancy{.opening = 1, .waiting = 1, .max_size = 3});
    CHECK(d.book.delivered(*p));
    CHECK(c.woken == 1);
    const answer served = d.book.resume(c, false);
    CHECK(served.what == kind::lend);
    CHECK(served.where == p);
    CHECK(served.newborn);
}

TEST_CASE("no more opens are ordered than the limit", "[core][ledger]") {
    std::array<caller, 3> callers;
    desk d{2};
    for (auto& c : callers) {
        REQUIRE(d.book.ask(c).what == kind::wait);
        c.hesitates = false;
    }
    auto* first = d.order();
    REQUIRE(first != nullptr);
    CHECK(d.order() != nullptr);
    CHECK(d.order() == nullptr);
    REQUIRE(d.book.delivered(*first));
    CHECK(d.order() != nullptr);
}

TEST_CASE(
    "a newly opened resource goes to the oldest, whoever it was ordered for", "[core][ledger]") {
    caller first;
    caller second;
    desk d{2};
    REQUIRE(d.book.ask(first).what == kind::wait);
    REQUIRE(d.book.ask(second).what == kind::wait);
    auto* for_first = d.order();
    auto* for_second = d.order();
    REQUIRE(d.book.delivered(*for_second));
    CHECK(d.book.resume(first, false).where == for_second);
    CHECK(d.order() == nullptr); // the other open will do for the second
    REQUIRE(d.book.delivered(*for_first));
    CHECK(d.book.resume(second, false).where == for_first);
}

TEST_CASE(
    "an open whose caller has been served otherwise serves the next who comes", "[core][ledger]") {
    caller first;
    desk d;
    core::place& lent = d.lend();
    REQUIRE(d.book.ask(first).what == kind::wait);
    first.hesitates = false;
    auto* p = d.order();
    REQUIRE(p != nullptr);
    REQUIRE(d.book.give_back(lent));
    CHECK(d.book.resume(first, false).where == &lent);
    SECTION("who is there before it ends") {
        caller next;
        REQUIRE(d.book.ask(next).what == kind::wait);
        next.hesitates = false;
        CHECK(d.order() == nullptr);
        REQUIRE(d.book.delivered(*p));
        CHECK(d.book.resume(next, false).where == p);
    }
    SECTION("or else it rests") {
        REQUIRE(d.book.delivered(*p));
        CHECK(d.book.count().idle == 1);
    }
}

TEST_CASE(
    "a failed order is told to the caller it was for, who backs off in its place",
    "[core][ledger]") {
    caller first;
    caller second;
    desk d{1};
    REQUIRE(d.book.ask(first).what == kind::wait);
    REQUIRE(d.book.ask(second).what == kind::wait);
    d.book.order_failed(*d.order(), fault::overloaded, nullptr, 0.0);
    CHECK(first.woken == 1);
    CHECK(first.failed == fault::overloaded);
    CHECK(second.woken == 0);
    CHECK(d.book.resume(first, false).what == kind::wait);
    auto* for_second = d.order();
    REQUIRE(for_second != nullptr);
    CHECK(for_second->by == &second);
    REQUIRE(d.book.delivered(*for_second));
    CHECK(d.book.resume(first, false).what == kind::lend); // it kept its place
    SECTION("and it may give up") {
        CHECK(d.book.give_up(second, errc::open_failed).why == errc::open_failed);
        CHECK(d.book.count().waiting == 0);
    }
}

TEST_CASE("an overdue open is abandoned: place and caller go on without it", "[core][ledger]") {
    caller c;
    desk d{1};
    REQUIRE(d.book.ask(c).what == kind::wait);
    auto* p = d.order();
    const auto serial = p->serial;
    CHECK(d.book.next_change() == noon + 10s);
    CHECK(d.book.pass(noon + 10s - 1ns) == 0);
    CHECK(d.book.pass(noon + 10s) == 1);
    CHECK(c.failed == fault::timed_out);
    CHECK(d.book.count() == occupancy{.waiting = 1, .max_size = 3, .abandoned = 1});
    CHECK_FALSE(d.book.counts(*p, serial));

    c.may_open = true;
    auto* again = d.order();
    REQUIRE(again == p);
    CHECK_FALSE(d.book.counts(*p, serial)); // the place is another's
    CHECK(d.book.counts(*p, p->serial));
    d.book.came_back();
    CHECK(d.book.count().abandoned == 0);
}

TEST_CASE("with as many abandoned as may be none is ordered", "[core][ledger]") {
    std::array<caller, 3> callers;
    desk d;
    for (auto& c : callers)
        REQUIRE(d.book.ask(c).what == kind::wait);
    REQUIRE(d.order() != nullptr);
    REQUIRE(d.order() != nullptr);
    CHECK(d.book.pass(noon + 10s) == 2);
    CHECK(d.order() == nullptr);
    d.book.came_back();
    CHECK(d.order() != nullptr);
}

TEST_CASE("stock is ordered when nobody waits, and never more than is missing", "[core][ledger]") {
    desk d;
    d.book.stock_up(2);
    auto* first = d.order();
    auto* second = d.order();
    REQUIRE(second != nullptr);
    CHECK(d.order() == nullptr);
    REQUIRE(d.book.delivered(*first));
    REQUIRE(d.book.delivered(*second));
    CHECK(d.book.count().idle == 2);
    d.book.stock_up(2);
    CHECK(d.order() == nullptr);
}

TEST_CASE("what arrives after the end is not kept", "[core][ledger]") {
    caller c;
    desk d;
    REQUIRE(d.book.ask(c).what == kind::wait);
    auto* p = d.order();
    d.book.close();
    CHECK(d.book.resume(c, false).why == errc::closed);
    CHECK_FALSE(d.book.drained());
    CHECK_FALSE(d.book.delivered(*p));
    d.book.vacate(*p);
    CHECK(d.book.drained());
}

TEST_CASE("who replaces a stale resource comes before those that wait", "[core][ledger]") {
    caller waiting;
    caller first;
    desk d{1};
    core::place& stale = d.lend();
    REQUIRE(d.book.ask(waiting).what == kind::wait);
    REQUIRE(d.book.replace(stale, false, first).what == kind::wait);
    REQUIRE(d.book.delivered(*d.order()));
    CHECK(d.book.resume(first, false).what == kind::lend);
}

TEST_CASE(
    "who waits for an open rather than take what is idle takes it when the open fails",
    "[core][ledger]") {
    caller other;
    caller replacing;
    desk d{1};
    core::place& stale = d.lend();
    REQUIRE(d.book.ask(other).what == kind::wait);
    other.hesitates = false;
    REQUIRE(d.book.delivered(*d.order()));
    core::place& idle = *d.book.resume(other, false).where;
    REQUIRE(d.book.give_back(idle));
    REQUIRE(d.book.replace(stale, false, replacing).what == kind::wait);
    d.book.order_failed(*d.order(), fault::transient, nullptr, 0.5);
    CHECK(replacing.woken == 1);
    CHECK(d.book.resume(replacing, false).where == &idle); // who takes it tells nobody that waits
}

TEST_CASE(
    "while anything is open, a caller hesitates before an open is ordered for it",
    "[core][ledger]") {
    caller first;
    caller second;
    desk d;
    REQUIRE(d.book.ask(first).what == kind::wait);
    REQUIRE(d.book.delivered(*d.order()));
    core::place* lent = d.book.resume(first, false).where;
    REQUIRE(d.book.ask(second).what == kind::wait);
    CHECK(d.order() == nullptr);
    SECTION("until it has waited") {
        second.hesitates = false;
        CHECK(d.order() != nullptr);
    }
    SECTION("or nothing is open any more") {
        d.book.vacate(*lent);
        CHECK(d.order() != nullptr);
    }
}

TEST_CASE(
    "who is served otherwise passes on the call for something idle that it has not followed",
    "[core][ledger]") {
    caller first;
    caller second;
    waiting::fifo_after waiting;
    std::array<ordered_place, 2> places;
    opening::in_background opening;
    test::commons all{places.size()};
    core::ledger<waiting::fifo_after, opening::in_background, retry::no_gate, test::commons> book{
        all, waiting, opening, retry::no_gate{waiting}};
    for (auto& p : places)
        book.add(p);
    caller holder;
    REQUIRE(book.ask(holder).what == kind::wait);
    auto* held = book.begin_order(noon);
    REQUIRE(book.delivered(*held));
    REQUIRE(book.resume(holder, false).where == held);

    REQUIRE(book.ask(first).what == kind::wait);
    first.hesitates = false;
    auto* ordered = book.begin_order(noon);
    REQUIRE(book.ask(second).what == kind::wait);
    REQUIRE(book.give_back(*held));
    CHECK(first.woken == 1);
    CHECK(second.woken == 0);
    REQUIRE(book.delivered(*ordered)); // before the first is awake
    CHECK(book.resume(first, false).where == ordered);
    CHECK(second.woken == 1);
    CHECK(book.resume(second, false).where == held);
}
