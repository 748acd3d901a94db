#include <cenote/base/error.hpp>

#include <cenote/policy/retry.hpp>
#include <cenote/policy/validation.hpp>

#include "scene.hpp"

#include <boost/asio/error.hpp>

#include <support/catch.hpp>

using namespace cenote;
using namespace std::chrono_literals;
using test::scripted_error;

namespace {

/// A pool of one whose acquire has come to some stage, and all that it takes to end it there.
struct stage : test::scene {
    using one = cenote::pool<
        test::factory,
        cenote::clock::manual,
        test::told,
        validation::always<probe::ping>,
        retry::constant>;

    one p = scene::pool(
        1, validation::always{probe::ping{}}, retry::constant{.delay = 10s, .attempts = 2});
    test::caller<one> me;
    one::lease held;
    bool closed = false;

    void can_open(bool yes) {
        w->on_open = [yes](deadline) {
            if (!yes) throw scripted_error{fault::transient, "refused"};
        };
    }

    void dies() {
        w->on_ping = [](auto&, auto) { return health{fault::lost}; };
        can_open(false);
    }

    void lend_one() {
        test::caller<one> first;
        first.ask(*this, p, 1s);
        settle();
        REQUIRE(first.got);
        held = std::move(first.got);
    }

    void ask(timeout limit = 5s) {
        me.ask(*this, p, limit);
        io->poll();
        REQUIRE(me.calls == 0);
    }

    void queued() {
        lend_one();
        ask();
        REQUIRE(p.stats().now.waiting == 1);
    }

    void validating() {
        lend_one();
        held.release();
        ask();
        REQUIRE(workers.queue->size() == 1);
        REQUIRE(p.stats().now.leased == 1);
    }

    void opening() {
        ask();
        REQUIRE(p.stats().now.opening == 1);
    }

    void backing_off(timeout limit) {
        can_open(false);
        ask(limit);
        REQUIRE(workers.work());
        io->restart();
        io->poll();
        REQUIRE(me.calls == 0);
        REQUIRE(p.stats().now.opening == 0);
        REQUIRE(p.stats().now.waiting == 1);
    }

    void handed_over() {
        queued();
        held.release();
        REQUIRE(p.stats().now.waiting == 0);
        REQUIRE(me.calls == 0);
    }

    void ended(boost::system::error_code how) {
        settle();
        CHECK(me.calls == 1);
        CHECK(me.failed == how);
        CHECK(static_cast<bool>(me.got) == !how);
    }

    void times_out(errc how) {
        clock.advance(5s);
        io->restart();
        io->poll(); // whatever was to be done for it is still not done
        CHECK(me.calls == 1);
        ended(how);
        CHECK(me.told.kind == how);
    }

    void cancelled() {
        me.cancel();
        io->restart();
        io->poll();
        CHECK(me.calls == 1);
        ended(boost::asio::error::operation_aborted);
    }

    ~stage() {
        me.got.release();
        held.release();
        settle();
        w->on_ping = [](auto&, auto) { return health{true}; };
        can_open(true);
        if (!closed) {
            test::caller<one> next;
            next.ask(*this, p, 1s);
            settle();
            CHECK(next.got);
        }
        settle();
        const auto now = p.stats().now;
        CHECK(now.waiting == 0);
        CHECK(now.leased == 0);
        CHECK(now.opening == 0);
        CHECK(now.open == static_cast<std::size_t>(w->alive));
        CHECK(p.close(0s).still_out.empty());
        CHECK(w->alive == 0);
        CHECK(w->opens == w->closes);
        CHECK(workers.queue->empty());
    }
};

const boost::system::error_code success;

} // namespace

TEST_CASE("A queued acquire ends in each of the four ways, and loses nothing", "[asio][stages]") {
    stage s;
    s.queued();
    SECTION("value") {
        s.held.release();
        s.ended(success);
    }
    SECTION("error") {
        s.closed = true;
        s.p.close(0s);
        s.ended(errc::closed);
    }
    SECTION("cancel") {
        s.cancelled();
    }
    SECTION("timeout") {
        s.times_out(errc::exhausted);
    }
}

TEST_CASE(
    "A validating acquire ends in each of the four ways, and loses nothing", "[asio][stages]") {
    stage s;
    s.validating();
    SECTION("value") {
        s.ended(success);
        CHECK(s.w->pings == 1);
    }
    SECTION("error") {
        s.dies();
        s.settle();
        CHECK(s.me.calls == 0); // it backs off
        s.clock.advance(5s);
        s.ended(errc::open_failed);
        CHECK(s.me.told.stale == 1);
    }
    SECTION("cancel") {
        s.cancelled();
        CHECK(s.p.stats().now.idle == 1);
    }
    SECTION("timeout") {
        s.times_out(errc::verify_failed);
    }
    SECTION("cancel, and it is dead") {
        s.me.cancel();
        s.dies();
        s.ended(boost::asio::error::operation_aborted);
        CHECK(s.p.stats().now.open == 0);
    }
    SECTION("cancel when the proof is done already") {
        CHECK(s.workers.work());
        s.cancelled();
        CHECK(s.p.stats().now.idle == 1);
    }
}

TEST_CASE("An opening acquire ends in each of the four ways, and loses nothing", "[asio][stages]") {
    stage s;
    s.opening();
    SECTION("value") {
        s.ended(success);
    }
    SECTION("error") {
        s.w->on_open = [](deadline) { throw scripted_error{fault::permanent, "no such user"}; };
        s.ended(errc::open_failed);
        CHECK(s.me.told.what == fault::permanent);
    }
    SECTION("cancel") {
        s.cancelled();
        CHECK(s.p.stats().now.idle == 1); // what was opened for it is for others
    }
    SECTION("timeout") {
        s.times_out(errc::open_failed);
    }
    SECTION("cancel, and it fails") {
        s.me.cancel();
        s.can_open(false);
        s.ended(boost::asio::error::operation_aborted);
    }
    SECTION("cancel when it is open already") {
        CHECK(s.workers.work());
        s.cancelled();
        CHECK(s.p.stats().now.idle == 1);
    }
    SECTION("the pool is closed") {
        s.closed = true;
        s.p.close(0s);
        s.ended(errc::closed);
    }
}

TEST_CASE(
    "An acquire that backs off ends in each of the four ways, and loses nothing",
    "[asio][stages]") {
    stage s;
    SECTION("value") {
        s.backing_off(1min);
        s.can_open(true);
        s.clock.advance(10s);
        s.ended(success);
    }
    SECTION("error") {
        s.backing_off(1min);
        s.clock.advance(10s);
        s.ended(errc::open_failed);
        CHECK(s.me.told.attempts == 2);
    }
    SECTION("cancel") {
        s.backing_off(1min);
        s.cancelled();
    }
    SECTION("timeout") {
        s.backing_off(5s);
        s.times_out(errc::open_failed);
    }
}

TEST_CASE(
    "An acquire that was handed one ends in each of the four ways, and loses nothing",
    "[asio][stages]") {
    stage s;
    s.handed_over();
    SECTION("value") {
        s.ended(success);
    }
    SECTION("error") {
        s.dies();
        s.settle();
        CHECK(s.me.calls == 0); // it backs off
        s.clock.advance(5s);
        s.ended(errc::open_failed);
    }
    SECTION("cancel") {
        s.cancelled();
        CHECK(s.p.stats().now.idle == 1);
    }
    SECTION("timeout") {
        s.times_out(errc::verify_failed); // no time is left for the proof
        CHECK(s.p.stats().now.idle == 1);
    }
}
