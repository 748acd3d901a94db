#include <cenote/db/bounded.hpp>
#include <cenote/db/interrupt.hpp>
#include <cenote/db/socket_guard.hpp>
#include <cenote/db/watchdog.hpp>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <support/catch.hpp>
#include <support/process.hpp>
#include <support/threads.hpp>
#include <support/timing.hpp>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using db::watchdog;
using test::in;
using test::threads_now;
using test::time_of;

namespace {

/// Two ends of a connection; the far one stays silent.
class connection {
public:
    connection() { // also made on threads, where Catch2 must not be used
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()) != 0)
            throw std::system_error{errno, std::generic_category(), "socketpair"};
    }

    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    ~connection() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }

    [[nodiscard]] int near() const { return ends_[0]; }

    /// Waits for a byte; true when the connection ended instead.
    [[nodiscard]] bool waits_until_ended() const {
        char byte{};
        return ::read(ends_[0], &byte, 1) == 0;
    }

    [[nodiscard]] bool is_open() const {
        char byte{};
        return ::recv(ends_[0], &byte, 1, MSG_DONTWAIT) == -1;
    }

private:
    std::array<int, 2> ends_{};
};

int threads_without_signals() { // that take none of these, to be exact
    const auto bits = (1ULL << (SIGINT - 1)) | (1ULL << (SIGTERM - 1)) | (1ULL << (SIGUSR1 - 1));
    int count = 0;
    for (const auto& thread : std::filesystem::directory_iterator{"/proc/self/task"}) {
        if (!test::is_staying(thread.path())) continue;
        std::ifstream status{thread.path() / "status"};
        for (std::string line; std::getline(status, line);)
            if (line.starts_with("SigBlk:"))
                count += (std::stoull(line.substr(7), nullptr, 16) & bits) == bits ? 1 : 0;
    }
    return count;
}

} // namespace

TEST_CASE("a call that waits for a silent peer ends at the deadline", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    const connection silent;
    db::socket_guard watched{*dog, silent.near(), in(100ms)};
    const auto took = time_of([&] { CHECK(silent.waits_until_ended()); });
    CHECK(took > 90ms);
    CHECK(took < 200ms);
    CHECK(watched.disarm());
    CHECK(watched.disarm()); // still tells
}

TEST_CASE("a disarmed guard touches nothing", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    const connection one;
    const connection other;
    db::socket_guard watched{*dog, one.near(), in(30ms)};
    CHECK_FALSE(watched.disarm());
    db::socket_guard later{*dog, other.near(), in(60ms)};
    CHECK(other.waits_until_ended()); // the first deadline has passed too by now
    CHECK(one.is_open());
}

TEST_CASE("the earlier deadline is kept although it was set later", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    const connection slow;
    const connection fast;
    db::socket_guard first{*dog, slow.near(), in(10s)};
    db::socket_guard second{*dog, fast.near(), in(30ms)};
    CHECK(time_of([&] { CHECK(fast.waits_until_ended()); }) < 2s);
    CHECK(second.disarm());
    CHECK_FALSE(first.disarm());
}

TEST_CASE("a descriptor that was reused is not the one that was watched", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    auto old = std::make_unique<connection>();
    const int number = old->near();
    db::socket_guard watched{*dog, number, in(30ms)};
    old.reset();
    const connection stranger;
    REQUIRE(stranger.near() == number);
    REQUIRE(test::comes_true([&] { // the deadline has come when a later one has
        const connection other;
        const db::socket_guard later{*dog, other.near(), in(40ms)};
        return other.waits_until_ended();
    }));
    CHECK(stranger.is_open());
    CHECK(watched.disarm());
}

TEST_CASE("an alarm rings at its time, and again when it says so", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    std::atomic<int> rings{0};
    const auto count = [](void* to) noexcept {
        auto& rung = *static_cast<std::atomic<int>*>(to);
        return ++rung < 3 ? std::chrono::steady_clock::now() + 20ms : time_point::max();
    };
    watchdog::alarm alarm{*dog, in(20ms).when(), count, &rings};
    CHECK(rings == 0);
    CHECK(time_of([&] { CHECK(test::comes_true([&] { return rings == 3; })); }) > 50ms);
    const connection other; // its deadline is after the fourth ring's, if there were one
    const db::socket_guard later{*dog, other.near(), in(60ms)};
    CHECK(other.waits_until_ended());
    CHECK(rings == 3);
}

TEST_CASE("an alarm that is disarmed does not ring, between two rings neither", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    int never = 0;
    std::atomic<int> rings{0};
    watchdog::alarm disarmed{
        *dog,
        in(30ms).when(),
        [](void* to) noexcept {
            ++*static_cast<int*>(to);
            return time_point::max();
        },
        &never};
    watchdog::alarm again{
        *dog,
        in(0ms).when(),
        [](void* to) noexcept {
            ++*static_cast<std::atomic<int>*>(to);
            return std::chrono::steady_clock::now() + 30ms;
        },
        &rings};
    disarmed.disarm();
    REQUIRE(test::comes_true([&] { return rings > 0; }));
    again.disarm();
    const auto rung = rings.load();
    const connection other;
    const db::socket_guard later{*dog, other.near(), in(90ms)};
    CHECK(other.waits_until_ended());
    CHECK(rings == rung);
    CHECK(never == 0);
}

TEST_CASE("disarming waits for the ring that is under way", "[db][watchdog]") {
    const auto dog = watchdog::shared();

    struct {
        std::atomic<bool> begun{false};
        std::atomic<bool> ended{false};
    } ring;

    watchdog::alarm slow{
        *dog,
        in(0ms).when(),
        [](void* to) noexcept {
            auto& mine = *static_cast<decltype(ring)*>(to);
            mine.begun = true;
            std::this_thread::sleep_for(30ms);
            mine.ended = true;
            return time_point::max();
        },
        &ring};
    REQUIRE(test::comes_true([&] { return ring.begun.load(); }));
    slow.disarm();
    CHECK(ring.ended);
}

namespace {

time_point ring_once(void* to) noexcept {
    ++*static_cast<std::atomic<int>*>(to);
    return time_point::max();
}

} // namespace

TEST_CASE("an alarm that can be rung on demand rings then, and once", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    const auto when = GENERATE(time_point::max(), in(1h).when());
    std::atomic<int> rings{0};
    watchdog::alarm alarm{*dog, when, &ring_once, &rings, watchdog::alarm::rings::on_demand_too};
    alarm.ring_now();
    alarm.ring_now();
    CHECK(test::comes_true([&] { return rings == 1; }));
    alarm.ring_now();
    const connection other;
    const db::socket_guard later{*dog, other.near(), in(30ms)};
    CHECK(other.waits_until_ended());
    CHECK(rings == 1);
}

TEST_CASE("an alarm that has rung by itself is not hurried on", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    std::atomic<int> rings{0};
    const auto again_in_an_hour = [](void* to) noexcept {
        ++*static_cast<std::atomic<int>*>(to);
        return std::chrono::steady_clock::now() + 1h;
    };
    watchdog::alarm alarm{
        *dog, in(0ms).when(), again_in_an_hour, &rings, watchdog::alarm::rings::on_demand_too};
    REQUIRE(test::comes_true([&] { return rings == 1; }));
    alarm.ring_now();
    const connection other;
    const db::socket_guard later{*dog, other.near(), in(30ms)};
    CHECK(other.waits_until_ended());
    CHECK(rings == 1);
}

TEST_CASE("an alarm that is disarmed does not ring on demand either", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    std::atomic<int> rings{0};
    watchdog::alarm alarm{
        *dog, time_point::max(), &ring_once, &rings, watchdog::alarm::rings::on_demand_too};
    alarm.disarm();
    alarm.ring_now();
    const connection other;
    const db::socket_guard later{*dog, other.near(), in(30ms)};
    CHECK(other.waits_until_ended());
    CHECK(rings == 0);
}

TEST_CASE("requests of many threads and the end of what they are for may race", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    int rung = 0;
    for (int i = 0; i < 300; ++i) {
        db::interrupt by;
        std::atomic<bool> go{false};
        const auto ask = [&] {
            while (!go)
                std::this_thread::yield();
            by.request();
        };
        std::thread one{ask};
        std::thread other{ask};
        std::atomic<int> rings{0};
        {
            watchdog::alarm alarm{
                *dog, time_point::max(), &ring_once, &rings, watchdog::alarm::rings::on_demand_too};
            const db::interrupt::bell bell{&by, alarm};
            go = true;
            for (int n = 0; n < i % 20; ++n)
                std::this_thread::yield();
        }
        const int then = rings;
        one.join();
        other.join();
        CHECK(rings == then); // nothing rings any more
        CHECK(rings <= 1);
        rung += rings;
    }
    CHECK(rung > 0);
}

TEST_CASE("a request that came first rings the bell when it is hung", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    db::interrupt by;
    by.request();
    std::atomic<int> rings{0};
    watchdog::alarm alarm{
        *dog, time_point::max(), &ring_once, &rings, watchdog::alarm::rings::on_demand_too};
    const db::interrupt::bell bell{&by, alarm};
    CHECK(test::comes_true([&] { return rings == 1; }));
}

TEST_CASE("no descriptor and no deadline need no watch and no thread", "[db][watchdog]") {
    const auto before = threads_now();
    const auto dog = watchdog::shared();
    const connection one;
    db::socket_guard none{*dog, -1, in(0ms)};
    db::socket_guard never{*dog, one.near(), deadline::never()};
    CHECK(threads_now() == before);
    CHECK_FALSE(none.disarm());
    CHECK_FALSE(never.disarm());
}

TEST_CASE("the thread starts with the first watch and ends with the last owner", "[db][watchdog]") {
    const auto before = threads_now();
    auto dog = watchdog::shared();
    auto same = watchdog::shared();
    CHECK(dog == same);
    CHECK(threads_now() == before);
    const connection one;
    {
        const db::socket_guard watched{*dog, one.near(), in(1h)};
    }
    CHECK(threads_now() == before + 1);
    dog.reset();
    CHECK(threads_now() == before + 1);
    same.reset();
    CHECK(threads_now() == before);
    dog = watchdog::shared(); // and starts again
    const db::socket_guard watched{*dog, one.near(), in(0ms)};
    CHECK(one.waits_until_ended());
}

TEST_CASE("the thread takes no signals, and its starter takes what it took", "[db][watchdog]") {
    const auto without = threads_without_signals();
    ::sigset_t before{};
    ::sigset_t after{};
    ::pthread_sigmask(SIG_SETMASK, nullptr, &before);
    const auto dog = watchdog::shared();
    const connection one;
    const db::socket_guard watched{*dog, one.near(), in(1h)};
    ::pthread_sigmask(SIG_SETMASK, nullptr, &after);
    CHECK(::sigismember(&after, SIGUSR1) == ::sigismember(&before, SIGUSR1));

    CHECK(threads_without_signals() == without + 1);
}

TEST_CASE("bounded work that runs out of time is timed_out, whatever it throws", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    const connection silent;
    const bool throws = GENERATE(false, true);
    try {
        db::bounded(*dog, silent.near(), in(20ms), "test", [&] {
            REQUIRE(silent.waits_until_ended());
            if (throws) throw db::error{fault::lost, "read", {}};
        });
        FAIL("ended well");
    } catch (const db::error& e) {
        CHECK(e.kind() == fault::timed_out);
        CHECK(std::string{e.what()} == "cannot test: out of time");
    }
}

TEST_CASE("bounded work is not begun when there is no time left", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    const connection one;
    bool begun = false;
    CHECK_THROWS_AS(
        db::bounded(*dog, one.near(), in(0ms), "test", [&] { begun = true; }), db::error);
    CHECK_FALSE(begun);
    CHECK(one.is_open());
}

TEST_CASE(
    "bounded work that ends in time keeps its own exception and its socket", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    const connection one;
    CHECK_THROWS_AS(
        db::bounded(*dog, one.near(), in(10s), "test", [] { throw std::out_of_range{"mine"}; }),
        std::out_of_range);
    CHECK(one.is_open());
}

TEST_CASE("many threads arm, disarm and run out of time at once", "[db][watchdog]") {
    const auto dog = watchdog::shared();
    std::atomic<int> wrong{0};
    const auto work = [&](int seed) {
        for (int i = 0; i < 200; ++i) {
            const connection one;
            const bool runs_out = (i + seed) % 4 == 0;
            db::socket_guard watched{
                *dog, one.near(), in(runs_out ? duration{200us} : duration{10s})};
            if (runs_out && !one.waits_until_ended()) ++wrong;
            if (watched.disarm() != runs_out) ++wrong;
        }
    };
    std::vector<std::thread> all;
    for (int seed = 0; seed < 4; ++seed)
        all.emplace_back(work, seed);
    for (auto& one : all)
        one.join();
    CHECK(wrong == 0);
}
