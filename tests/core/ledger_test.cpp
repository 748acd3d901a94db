#include <cenote/policy/opening.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/waiting.hpp>

#include <cenote/core/ledger.hpp>

#include <array>
#include <chrono>
#include <core/commons.hpp>
#include <support/catch.hpp>

using namespace cenote;
using core::answer;
using kind = core::answer::kind;

namespace {

struct caller : core::ticket {
    int woken = 0;

    caller()
        : ticket{[](ticket& t, core::outbox&) noexcept { ++static_cast<caller&>(t).woken; }} {}
};

/// A ledger over two places, and steps that tests take often.
template <class Waiting>
struct desk {
    std::array<core::place, 2> places;
    Waiting waiting;
    opening::by_caller opening{};
    test::commons all{places.size()};
    core::ledger<Waiting, opening::by_caller, retry::no_gate, test::commons> book{
        all, waiting, opening, retry::no_gate{waiting}};

    explicit desk(Waiting how = {}, std::size_t size = 2)
        : waiting{how} {
        for (std::size_t i = 0; i < size; ++i)
            book.add(places[i]);
    }

    /// A place with an open resource, lent.
    core::place& lend() {
        caller c;
        const answer a = book.ask(c);
        if (a.what == kind::open) REQUIRE(book.opened(*a.where));
        return *a.where;
    }
};

} // namespace

TEST_CASE("an empty ledger opens before it makes anybody wait", "[core][ledger]") {
    desk<waiting::fifo> d;
    caller c;
    CHECK(d.book.ask(c).what == kind::open);
    CHECK(d.book.ask(c).what == kind::open);
    CHECK(d.book.ask(c).what == kind::wait);
    CHECK(d.book.count() == occupancy{.opening = 2, .waiting = 1, .max_size = 2});
    CHECK(d.book.resume(c, true).what == kind::refuse);
}

TEST_CASE("what was used last is lent first", "[core][ledger]") {
    desk<waiting::fifo> d;
    core::place& first = d.lend();
    core::place& second = d.lend();
    REQUIRE(d.book.give_back(first));
    REQUIRE(d.book.give_back(second));
    CHECK(d.book.look().where == &second);
    CHECK(d.book.look().where == &first);
    CHECK(d.book.look().why == errc::exhausted);
}

TEST_CASE("under fifo a returned resource goes straight to the oldest waiter", "[core][ledger]") {
    desk<waiting::fifo> d{{}, 1};
    core::place& only = d.lend();
    caller first;
    caller second;
    REQUIRE(d.book.ask(first).what == kind::wait);
    REQUIRE(d.book.ask(second).what == kind::wait);
    REQUIRE(d.book.give_back(only));
    CHECK(first.woken == 1);
    CHECK(second.woken == 0);

    caller newcomer;
    CHECK(d.book.look().what == kind::refuse); // nothing to overtake with
    const answer served = d.book.resume(first, false);
    CHECK(served.what == kind::lend);
    CHECK(served.where == &only);
    CHECK(d.book.resume(second, false).what == kind::wait);
    CHECK(d.book.resume(second, true).why == errc::exhausted);
}

TEST_CASE(
    "under fifo_after a waiter is overtaken n times and then handed over to", "[core][ledger]") {
    desk<waiting::fifo_after> d{waiting::fifo_after{2}, 1};
    core::place* only = &d.lend();
    caller waiter;
    REQUIRE(d.book.ask(waiter).what == kind::wait);
    for (int lost = 0; lost < 2; ++lost) {
        REQUIRE(d.book.give_back(*only));
        CHECK(waiter.woken == lost + 1);
        caller newcomer;
        only = d.book.ask(newcomer).where; // takes it before the waiter is awake
        REQUIRE(d.book.resume(waiter, false).what == kind::wait);
    }
    REQUIRE(d.book.give_back(*only));
    caller newcomer;
    CHECK(d.book.look().what == kind::refuse);
    CHECK(d.book.resume(waiter, false).what == kind::lend);
}

TEST_CASE("under barging a waiter may be overtaken for ever", "[core][ledger]") {
    desk<waiting::barging> d{{}, 1};
    core::place* only = &d.lend();
    caller waiter;
    REQUIRE(d.book.ask(waiter).what == kind::wait);
    for (int lost = 0; lost < 100; ++lost) {
        REQUIRE(d.book.give_back(*only));
        caller newcomer;
        only = d.book.ask(newcomer).where;
        REQUIRE(d.book.resume(waiter, false).what == kind::wait);
    }
    REQUIRE(d.book.give_back(*only));
    CHECK(d.book.resume(waiter, false).what == kind::lend);
}

TEST_CASE("two resources that come back call two waiters", "[core][ledger]") {
    desk<waiting::fifo_after> d{waiting::fifo_after{1}};
    core::place& first = d.lend();
    core::place& second = d.lend();
    caller a;
    caller b;
    REQUIRE(d.book.ask(a).what == kind::wait);
    REQUIRE(d.book.ask(b).what == kind::wait);
    REQUIRE(d.book.give_back(first));
    REQUIRE(d.book.give_back(second));
    CHECK(a.woken == 1);
    CHECK(b.woken == 1);
    CHECK(d.book.resume(b, false).what == kind::lend);
    CHECK(d.book.resume(a, false).what == kind::lend);
}

TEST_CASE("a waiter that is late still takes what was handed to it", "[core][ledger]") {
    desk<waiting::fifo> d{{}, 1};
    core::place& only = d.lend();
    caller waiter;
    REQUIRE(d.book.ask(waiter).what == kind::wait);
    REQUIRE(d.book.give_back(only));
    CHECK(d.book.resume(waiter, true).what == kind::lend);
}

TEST_CASE("a waiter that is late takes what is idle rather than fail", "[core][ledger]") {
    desk<waiting::fifo_after> d{waiting::fifo_after{1}, 1};
    core::place& only = d.lend();
    caller called;
    caller late;
    REQUIRE(d.book.ask(called).what == kind::wait);
    REQUIRE(d.book.ask(late).what == kind::wait);
    REQUIRE(d.book.give_back(only));
    CHECK(d.book.resume(late, true).what == kind::lend);
    CHECK(d.book.resume(called, false).what == kind::wait);
    CHECK(d.book.resume(called, true).what == kind::refuse);
}

TEST_CASE("a failed open hands the place to a waiter, who opens in its turn", "[core][ledger]") {
    desk<waiting::fifo> d{{}, 1};
    caller opener;
    const answer opening = d.book.ask(opener);
    REQUIRE(opening.what == kind::open);
    caller waiter;
    REQUIRE(d.book.ask(waiter).what == kind::wait);
    d.book.vacate(*opening.where);
    CHECK(waiter.woken == 1);
    const answer next = d.book.resume(waiter, false);
    CHECK(next.what == kind::open);
    CHECK(next.where == opening.where);
}

TEST_CASE(
    "who backs off gets what is returned, but no place to open in before it is over",
    "[core][ledger]") {
    desk<waiting::fifo> d;
    core::place& lent = d.lend();
    core::place& failing = d.lend();
    d.book.vacate(failing);
    caller backing;
    REQUIRE(d.book.back_off(backing).what == kind::wait);
    CHECK(d.book.resume(backing, false).what == kind::wait); // a place is free, and not for it yet
    SECTION("a returned resource ends it") {
        REQUIRE(d.book.give_back(lent));
        CHECK(backing.woken == 1);
        CHECK(d.book.resume(backing, false).what == kind::lend);
    }
    SECTION("when it is over the place is its own") {
        backing.may_open = true;
        CHECK(d.book.resume(backing, false).what == kind::open);
    }
}

TEST_CASE("a place is not left free while somebody waits for one", "[core][ledger]") {
    desk<waiting::fifo> d{{}, 1};
    core::place& only = d.lend();
    caller backing;
    backing.may_open = false;
    caller waiting;
    REQUIRE(d.book.ask(backing).what == kind::wait);
    REQUIRE(d.book.ask(waiting).what == kind::wait);
    d.book.vacate(only);
    CHECK(backing.woken == 0); // ahead, but backing off
    CHECK(d.book.resume(waiting, false).what == kind::open);
    CHECK(d.book.resume(backing, true).what == kind::refuse);
}

TEST_CASE(
    "after a stale resource the caller gets another idle one, or opens at once", "[core][ledger]") {
    desk<waiting::fifo> d;
    core::place& one = d.lend();
    core::place& two = d.lend();
    REQUIRE(d.book.give_back(one));
    REQUIRE(d.book.give_back(two));
    core::place& stale = *d.book.look().where;
    caller c;
    SECTION("another idle one, when it would rather") {
        CHECK(d.book.replace(stale, true, c).what == kind::lend);
        CHECK(d.book.count() == occupancy{.open = 1, .leased = 1, .max_size = 2});
    }
    SECTION("a new one, when it has seen enough") {
        const answer next = d.book.replace(stale, false, c);
        CHECK(next.what == kind::open);
        CHECK(next.where == &stale);
    }
}

TEST_CASE("bounded refuses the one too many, fail_fast everybody", "[core][ledger]") {
    SECTION("bounded") {
        desk<waiting::bounded<>> d{waiting::bounded<>{.most = 1}, 1};
        core::place& only = d.lend();
        caller first;
        caller second;
        REQUIRE(d.book.ask(first).what == kind::wait);
        CHECK(d.book.ask(second).why == errc::queue_full);
        REQUIRE(d.book.give_back(only));
        CHECK(d.book.resume(first, true).what == kind::lend);
    }
    SECTION("fail_fast") {
        desk<waiting::fail_fast> d{{}, 1};
        d.lend();
        caller c;
        CHECK(d.book.ask(c).why == errc::exhausted);
    }
}

TEST_CASE(
    "closing refuses newcomers and waiters and keeps nothing that comes back", "[core][ledger]") {
    desk<waiting::fifo> d;
    core::place& idle = d.lend();
    core::place& lent = d.lend();
    REQUIRE(d.book.give_back(idle));
    caller taker;
    REQUIRE(d.book.ask(taker).where == &idle);
    REQUIRE(d.book.give_back(idle));
    core::place& again = *d.book.look().where;
    caller waiter;
    REQUIRE(d.book.ask(waiter).what == kind::wait);

    d.book.close();
    CHECK(waiter.woken == 1);
    CHECK(d.book.resume(waiter, false).why == errc::closed);
    CHECK(d.book.ask(waiter).why == errc::closed);
    CHECK(d.book.look().why == errc::closed);
    CHECK_FALSE(d.book.give_back(lent));
    CHECK_FALSE(d.book.drained());

    caller closer;
    d.book.tell_when_drained(closer);
    d.book.vacate(lent);
    CHECK(closer.woken == 0);
    d.book.vacate(again);
    CHECK(closer.woken == 1);
    CHECK(d.book.drained());
    d.book.forget(closer);
}

TEST_CASE("what is opened while the pool closes is not kept", "[core][ledger]") {
    desk<waiting::fifo> d;
    caller c;
    const answer opening = d.book.ask(c);
    d.book.close();
    CHECK_FALSE(d.book.opened(*opening.where));
    d.book.vacate(*opening.where);
    CHECK(d.book.drained());
}

TEST_CASE("a hundred failures of one generation are one refresh", "[core][generations]") {
    core::generations<threading::mutexed> g;
    const auto born = g.now();
    CHECK(g.refresh_after(born, reaction::suspect));
    for (int i = 0; i < 99; ++i)
        CHECK_FALSE(g.refresh_after(born, reaction::suspect));
    CHECK(g.now() == born + 1);
    CHECK_FALSE(g.refresh_after(g.now(), reaction::none));
}

TEST_CASE(
    "suspects of which one turns out worse are retired, what came since is not",
    "[core][generations]") {
    core::generations<threading::mutexed> g;
    core::place old;
    old.generation = g.now();
    CHECK(g.refresh_after(old.generation, reaction::suspect));
    core::place young;
    young.generation = g.now();
    CHECK_FALSE(g.refresh_after(old.generation, reaction::retire));
    CHECK(g.of(old) == core::standing::retired);
    CHECK(g.of(young) == core::standing::current);
    CHECK(g.now() == young.generation);
}

TEST_CASE("a refresh makes the older suspect, a retiring one ends them", "[core][generations]") {
    core::generations<threading::mutexed> g;
    core::place old;
    old.generation = g.now();
    CHECK(g.of(old) == core::standing::current);
    g.refresh(reaction::suspect);
    CHECK(g.of(old) == core::standing::suspect);
    core::place young;
    young.generation = g.now();
    CHECK(g.of(young) == core::standing::current);
    g.refresh(reaction::retire);
    CHECK(g.of(old) == core::standing::retired);
    CHECK(g.of(young) == core::standing::retired);
    young.generation = g.now();
    g.refresh(reaction::suspect);
    CHECK(g.of(young) == core::standing::suspect);
}

TEST_CASE("a retired resource is not kept when it comes back, a suspect is", "[core][ledger]") {
    desk<waiting::fifo> d;
    core::place& lent = d.lend();
    d.book.epoch().refresh(reaction::suspect);
    CHECK(d.book.give_back(lent));
    const answer again = d.book.look();
    CHECK(d.all.epoch.of(*again.where) == core::standing::suspect);
    d.book.epoch().refresh(reaction::retire);
    CHECK_FALSE(d.book.give_back(*again.where));
    d.book.vacate(*again.where);
}

TEST_CASE("nothing is held against what was opened after a refresh", "[core][ledger]") {
    desk<waiting::fifo> d;
    d.book.epoch().refresh(reaction::retire);
    REQUIRE(d.book.give_back(d.lend()));
    CHECK(d.all.epoch.of(*d.book.look().where) == core::standing::current);
}

TEST_CASE("a resource whose opening began before a refresh is suspect after it", "[core][ledger]") {
    desk<waiting::fifo> d;
    caller c;
    core::place& p = *d.book.ask(c).where;
    d.book.epoch().refresh(reaction::suspect);
    REQUIRE(d.book.opened(p));
    REQUIRE(d.book.give_back(p));
    CHECK(d.all.epoch.of(*d.book.look().where) == core::standing::suspect);
}

TEST_CASE("when a breaker trips, those that wait are woken to be refused", "[core][ledger]") {
    using breaker = retry::breaker<retry::constant>;
    caller opener;
    caller waiter;
    core::place only;
    const waiting::fifo waiting;
    const opening::by_caller opening;
    const breaker policy{std::chrono::seconds{0}, std::chrono::seconds{1}, retry::constant{}};
    test::commons all{1};
    core::ledger<waiting::fifo, opening::by_caller, retry::gate_of<breaker>, test::commons> book{
        all, waiting, opening, retry::gate_of<breaker>{policy}};
    book.add(only);
    REQUIRE(book.ask(opener).what == kind::open);
    REQUIRE(book.ask(waiter).what == kind::wait);
    book.open_failed(fault::transient, 0.0);
    CHECK(waiter.woken == 1);
    CHECK(book.resume(waiter, false).why == errc::breaker_open);
    CHECK(book.back_off(opener).why == errc::breaker_open);
}
