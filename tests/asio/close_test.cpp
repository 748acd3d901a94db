#include <cenote/policy/closing.hpp>
#include <cenote/policy/workers.hpp>

#include <cenote/asio/acquire.hpp>
#include <cenote/asio/close.hpp>
#include <cenote/asio/upkeep.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <optional>
#include <support/catch.hpp>
#include <support/world.hpp>

using namespace cenote;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using boost::system::error_code;

namespace {

/// What a close completed with.
struct ending {
    error_code failed;
    close_report report;
};

struct site {
    std::shared_ptr<test::world> w = std::make_shared<test::world>();
    asio::io_context io;
    cenote::pool<test::factory, closing::in_background> p{
        test::factory{w}, limits{.max_size = 2}, closing::in_background{}};
    std::optional<ending> ended{};

    auto handler() {
        return asio::bind_executor(io, [this](error_code failed, close_report report) {
            ended = ending{failed, std::move(report)};
        });
    }
};

} // namespace

TEST_CASE("async_close completes, by a post, when the last lease is home", "[asio][close]") {
    site s;
    auto lease = s.p.acquire();
    async_close(s.p, 1h, s.handler());
    CHECK_FALSE(s.ended);
    s.io.poll();
    CHECK_FALSE(s.ended);
    lease.release();
    s.io.run();
    REQUIRE(s.ended);
    CHECK_FALSE(s.ended->failed);
    CHECK(s.ended->report.complete());
    CHECK(s.w->alive == 0);
}

TEST_CASE("async_close tells what is still out when its time is over", "[asio][close]") {
    site s;
    auto lease = s.p.acquire();
    async_close(s.p, 0s, s.handler());
    s.io.run();
    REQUIRE(s.ended);
    CHECK_FALSE(s.ended->failed);
    CHECK(s.ended->report.still_out.size() == 1);
}

TEST_CASE("Who awaits a lease learns that the pool is closed", "[asio][close]") {
    site s;
    auto one = s.p.acquire();
    auto other = s.p.acquire();
    std::optional<error_code> told;
    async_acquire(
        s.p, 1h, asio::bind_executor(s.io, [&](error_code failed, auto) { told = failed; }));
    s.io.poll();
    async_close(s.p, 0s, s.handler());
    s.io.restart();
    s.io.run();
    CHECK(told == make_error_code(errc::closed));
    CHECK(s.p.stats().now.waiting == 0);
}

TEST_CASE("A cancelled close waits no longer, and the pool stays closed", "[asio][close]") {
    site s;
    auto lease = s.p.acquire();
    asio::cancellation_signal stop;
    async_close(s.p, 1h, asio::bind_cancellation_slot(stop.slot(), s.handler()));
    asio::post(s.io, [&] { stop.emit(asio::cancellation_type::total); });
    s.io.run();
    REQUIRE(s.ended);
    CHECK(s.ended->failed == asio::error::operation_aborted);
    CHECK(s.p.stats().closed);
}

TEST_CASE("A close whose context is destroyed calls nobody", "[asio][close]") {
    site s;
    auto lease = s.p.acquire();
    {
        asio::io_context gone;
        async_close(s.p, 1h, asio::bind_executor(gone, [](auto, auto) { FAIL("called"); }));
        gone.poll();
    }
    lease.release();
    CHECK(s.p.close(1h).complete());
}

TEST_CASE("Upkeep on an executor ends with its context, or with the pool", "[asio][upkeep]") {
    auto w = std::make_shared<test::world>();
    auto io = std::make_unique<asio::io_context>();
    auto make = [&] {
        return std::make_unique<cenote::pool<
            test::factory,
            upkeep::on<asio::io_context::executor_type>,
            workers::new_thread>>(
            test::factory{w},
            limits{.min_idle = 1, .max_size = 2},
            upkeep::on{io->get_executor(), {.interval = 1ms}});
    };
    auto p = make();
    SECTION("the context goes first") {
        io->run_for(5ms);
        io.reset();
        CHECK(p->stats().now.idle == 1);
    }
    SECTION("the pool is closed, and the context runs out of work") {
        CHECK(p->close(1h).complete());
        io->run();
        CHECK(w->alive == 0);
    }
    SECTION("the pool goes first") {
        p.reset();
        io->run();
        CHECK(w->alive == 0);
    }
}
