#include <cenote/base/job.hpp>

#include <stdexcept>
#include <string>
#include <support/catch.hpp>
#include <type_traits>
#include <utility>

using namespace cenote;

namespace {

/// Notes how its job ended.
struct task {
    int runs = 0;
    int refusals = 0;
    std::string why;

    [[nodiscard]] job work() noexcept { return {&end, this}; }

    static void end(void* of, const std::exception_ptr* refused) noexcept {
        task& self = *static_cast<task*>(of);
        if (!refused) {
            ++self.runs;
            return;
        }
        ++self.refusals;
        try {
            std::rethrow_exception(*refused);
        } catch (const std::exception& e) {
            self.why = e.what();
        }
    }
};

} // namespace

TEST_CASE("a job that was run is not refused when it is destroyed", "[base][job]") {
    task one;
    {
        job work = one.work();
        CHECK(work);
        work.run();
        CHECK_FALSE(work);
    }
    CHECK(one.runs == 1);
    CHECK(one.refusals == 0);
}

TEST_CASE("a job that is refused is told why, and nothing more", "[base][job]") {
    task one;
    {
        job work = one.work();
        work.refuse(std::make_exception_ptr(std::runtime_error{"no thread left"}));
        CHECK_FALSE(work);
    }
    CHECK(one.runs == 0);
    CHECK(one.refusals == 1);
    CHECK(one.why == "no thread left");
}

TEST_CASE("a job that nobody ran is refused when it is destroyed", "[base][job]") {
    task one;
    {
        const job work = one.work();
    }
    CHECK(one.refusals == 1);
    CHECK(one.why == job_dropped{}.what());
}

TEST_CASE("a job that was moved from is empty, and what it held ends once", "[base][job]") {
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<job>);
    task one;
    {
        job first = one.work();
        job second = std::move(first);
        CHECK_FALSE(first); // NOLINT: what is left is what this asks
        CHECK(second);
        first = std::move(second);
        CHECK(one.refusals == 0);
        first.run();
    }
    CHECK(one.runs == 1);
    CHECK(one.refusals == 0);
}

TEST_CASE("a job that another takes the place of is refused", "[base][job]") {
    task before, after;
    job work = before.work();
    work = after.work();
    CHECK(before.refusals == 1);
    work.run();
    CHECK(after.runs == 1);
}
