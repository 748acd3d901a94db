#include <cenote/asio/workers.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <exception>
#include <new>
#include <optional>
#include <support/catch.hpp>
#include <thread>
#include <utility>

using namespace cenote;
namespace asio = boost::asio;

static_assert(workers::policy<workers::on<asio::any_io_executor>>);

namespace {

/// Notes how its job ended, and where.
struct task {
    bool run = false;
    bool dropped = false;
    std::thread::id by;

    [[nodiscard]] job work() noexcept { return {&end, this}; }

    static void end(void* of, const std::exception_ptr* refused) noexcept {
        task& self = *static_cast<task*>(of);
        self.by = std::this_thread::get_id();
        self.run = !refused;
        if (!refused) return;
        try {
            std::rethrow_exception(*refused);
        } catch (const job_dropped&) {
            self.dropped = true;
        } catch (...) {
        }
    }
};

/// An executor that takes no work.
struct full {
    [[noreturn]] void execute(auto&&) const { throw std::bad_alloc{}; }

    [[nodiscard]] full require(asio::execution::blocking_t::never_t) const noexcept { return {}; }

    [[maybe_unused]] friend bool operator==(const full&, const full&) noexcept = default;
};

} // namespace

TEST_CASE("workers::on has a job run by its executor", "[asio][workers]") {
    task one;
    asio::thread_pool context{1};
    const workers::on policy{context.get_executor()};
    job work = one.work();
    policy.start(work);
    CHECK_FALSE(work);
    context.join();
    CHECK(one.run);
    CHECK(one.by != std::this_thread::get_id());
}

TEST_CASE("workers::on runs nothing inside of start", "[asio][workers]") {
    task one;
    asio::io_context context;
    const workers::on policy{context.get_executor()};
    asio::post(context, [&] {
        job work = one.work();
        policy.start(work);
        CHECK_FALSE(one.run);
    });
    context.run();
    CHECK(one.run);
}

TEST_CASE("a job whose context ends first is refused", "[asio][workers]") {
    task one;
    std::optional<asio::io_context> context{std::in_place};
    job work = one.work();
    workers::on{context->get_executor()}.start(work);
    CHECK_FALSE(one.dropped);
    context.reset();
    CHECK(one.dropped);
    CHECK_FALSE(one.run);
}

TEST_CASE("a job that an executor does not take is still there", "[asio][workers]") {
    task one;
    job work = one.work();
    CHECK_THROWS_AS(workers::on{full{}}.start(work), std::bad_alloc);
    CHECK(work);
    CHECK_FALSE(one.dropped);
    work.run();
    CHECK(one.run);
}
