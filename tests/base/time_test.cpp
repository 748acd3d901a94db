#include <cenote/base/limits.hpp>
#include <cenote/base/text.hpp>
#include <cenote/base/timeout.hpp>

#include <stdexcept>
#include <support/catch.hpp>

using namespace cenote;
using namespace std::chrono_literals;

namespace {
constexpr time_point noon{12h};
} // namespace

TEST_CASE("a deadline past the end of time never comes", "[base][time]") {
    CHECK(deadline::after(duration::max(), noon) == deadline::never());
    CHECK(deadline::never().left(noon) == duration::max());
    CHECK_FALSE(deadline::never().passed(noon));
}

TEST_CASE("a deadline has passed from its point on, and then nothing is left", "[base][time]") {
    const deadline d = deadline::after(3s, noon);
    CHECK(d.left(noon + 1s) == 2s);
    CHECK_FALSE(d.passed(noon + 3s - 1ns));
    CHECK(d.passed(noon + 3s));
    CHECK(d.left(noon + 9s) == 0s);
}

TEST_CASE("a negative span has passed already", "[base][time]") {
    CHECK(deadline::after(-5s, noon).passed(noon));
    CHECK(timeout{-5s}.from([] { return noon; }) == deadline{noon});
}

TEST_CASE("a timeout given as a point in time reads no clock", "[base][time]") {
    const auto broken = []() -> time_point { throw std::logic_error{"the clock was read"}; };
    CHECK(timeout{noon}.from(broken) == deadline{noon});
    CHECK(timeout{deadline::never()}.from(broken) == deadline::never());
}

TEST_CASE("a span too long for nanoseconds never ends", "[base][time]") {
    const auto read = [] { return noon; };
    CHECK(timeout{std::chrono::hours::max()}.from(read) == deadline::never());
    CHECK(timeout{std::chrono::hours::min()}.from(read) == deadline{noon});
    CHECK(timeout{std::chrono::duration<double>{1.5}}.from(read) == deadline{noon + 1500ms});
}

TEST_CASE(
    "spans are told exactly where they were set, rounded where they were measured",
    "[base][text]") {
    CHECK(to_text(duration{1500ms}) == "1500ms");
    CHECK(to_text(duration{12'345'678'901ns}) == "12345678901ns");
    CHECK(rounded(12'345'678'901ns) == "12s");
    CHECK(rounded(9'999'999us) == "9999ms");
    CHECK(rounded(850us) == "850us");
}

TEST_CASE("limits refuse bad values by name", "[base][limits]") {
    CHECK_NOTHROW(limits{}.check());
    CHECK_THROWS_WITH(limits{.max_size = 0}.check(), "limits: max_size must be at least 1, got 0");
    CHECK_THROWS_WITH(
        (limits{.min_idle = 11}.check()), "limits: min_idle must not exceed max_size, got 11");
    CHECK_THROWS_WITH(
        limits{.acquire_timeout = -2s}.check(),
        "limits: acquire_timeout must not be negative, got -2s");
}

TEST_CASE("exceptions of any kind have a text", "[base][text]") {
    CHECK(to_text(std::exception_ptr{}).empty());
    CHECK(to_text(std::make_exception_ptr(std::runtime_error{"no route"})) == "no route");
    CHECK_FALSE(to_text(std::make_exception_ptr(42)).empty());
}
