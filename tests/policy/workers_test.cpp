#include <cenote/policy/workers.hpp>

#include <atomic>
#include <csignal>
#include <exception>
#include <latch>
#include <optional>
#include <set>
#include <support/catch.hpp>
#include <support/no_more_threads.hpp>
#include <support/refused.hpp>
#include <support/threads.hpp>
#include <support/timing.hpp>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

using namespace cenote;
using namespace std::chrono_literals;
using test::comes_true;
using test::refused;
using test::threads_now;

namespace {

/// A job that calls `f`, which has to outlive it.
template <class F>
job calling(F& f) {
    return {
        [](void* of, const std::exception_ptr* refused) noexcept {
            if (!refused) (*static_cast<F*>(of))();
        },
        &f};
}

/// Has `policy` run `f`, which has to outlive that.
template <class Policy, class F>
void run_by(const Policy& policy, F& f) {
    job work = calling(f);
    policy.start(work);
    REQUIRE_FALSE(work);
}

bool holds_every_signal() {
    ::sigset_t held{};
    ::pthread_sigmask(SIG_SETMASK, nullptr, &held);
    const auto is_held = [&](int signal) { return ::sigismember(&held, signal) == 1; };
    return is_held(SIGINT) && is_held(SIGTERM) && is_held(SIGCHLD) && is_held(SIGUSR1);
}

} // namespace

TEMPLATE_TEST_CASE(
    "a job is run in another thread, which takes no signals",
    "[workers]",
    workers::new_thread,
    workers::threads) {
    const TestType policy{};
    std::thread::id by;
    bool undisturbed = false;
    std::latch done{1};
    auto work = [&] {
        by = std::this_thread::get_id();
        undisturbed = holds_every_signal();
        done.count_down();
    };
    run_by(policy, work);
    done.wait();
    CHECK(by != std::this_thread::get_id());
    CHECK(undisturbed);
}

TEMPLATE_TEST_CASE(
    "where no thread can be had, start throws and the job is still there",
    "[workers]",
    workers::new_thread,
    workers::threads) {
    const TestType policy{};
    std::latch done{1};
    auto work = [&] { done.count_down(); };
    job kept = calling(work);
    {
        const test::no_more_threads here;
        CHECK_THROWS_AS(policy.start(kept), std::system_error);
    }
    REQUIRE(kept);
    policy.start(kept);
    done.wait();
    CHECK_FALSE(kept);
}

TEST_CASE("workers::threads has no more of them than it may", "[workers]") {
    const workers::threads policy{.most = 2};
    std::latch both{2}, go{1}, all{6};
    std::atomic<int> begun{0}, at_once{0}, most{0};
    auto work = [&] {
        const int now = ++at_once;
        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        if (begun++ < 2) both.count_down();
        go.wait();
        --at_once;
        all.count_down();
    };
    run_by(policy, work);
    run_by(policy, work);
    both.wait();
    for (int i = 0; i < 4; ++i)
        run_by(policy, work);
    go.count_down();
    all.wait();
    CHECK(most == 2);
}

TEST_CASE("workers::threads runs what queues in the order in which it came", "[workers]") {
    const workers::threads policy{.most = 1};
    std::latch go{1}, done{1};
    std::vector<int> order;
    auto first = [&] { go.wait(); };
    auto second = [&] { order.push_back(2); };
    auto third = [&] { order.push_back(3); };
    auto last = [&] { done.count_down(); };
    run_by(policy, first);
    run_by(policy, second);
    run_by(policy, third);
    run_by(policy, last);
    go.count_down();
    done.wait();
    CHECK(order == std::vector{2, 3});
}

TEST_CASE("workers::threads gives a job to a thread that is idle", "[workers]") {
    const workers::threads policy{.most = 100'000, .linger = duration::max()};
    std::set<std::thread::id> by; // which stay, so that no two have the same
    const auto is_one_of_them_asked_again = [&] {
        const auto before = by.size();
        std::latch done{1};
        auto work = [&] {
            by.insert(std::this_thread::get_id());
            done.count_down();
        };
        run_by(policy, work);
        done.wait();
        return by.size() == before;
    };
    CHECK(comes_true(is_one_of_them_asked_again)); // not at once: it may not be idle yet
}

TEST_CASE("workers::threads ends a thread that has been idle for long", "[workers]") {
    const auto before = threads_now();
    const workers::threads policy{.linger = 1ms};
    for (int i = 0; i < 3; ++i) {
        std::latch done{1};
        auto work = [&] { done.count_down(); };
        run_by(policy, work);
        done.wait();
        CHECK(comes_true([&] { return threads_now() <= before; }));
    }
}

TEST_CASE("workers::threads serves a job with those it has when there are no more", "[workers]") {
    const workers::threads policy{.most = 2};
    std::latch go{1}, done{1};
    auto first = [&] { go.wait(); };
    auto second = [&] { done.count_down(); };
    run_by(policy, first);
    {
        const test::no_more_threads here;
        run_by(policy, second);
    }
    go.count_down();
    done.wait();
    SUCCEED("it was run");
}

TEST_CASE("what is queued is run although the policy is gone, and no thread stays", "[workers]") {
    const auto before = threads_now();
    std::latch go{1}, done{2};
    auto first = [&] { go.wait(); };
    auto next = [&] { done.count_down(); };
    {
        const workers::threads policy{.most = 1, .linger = 24h};
        run_by(policy, first);
        run_by(policy, next);
        run_by(policy, next);
    }
    go.count_down();
    done.wait();
    CHECK(comes_true([&] { return threads_now() <= before; }));
}

TEST_CASE("a job may be the end of the policy that runs it", "[workers]") {
    const auto before = threads_now();
    std::optional<workers::threads> policy{workers::threads{.most = 2, .linger = 24h}};
    std::latch started{1}, done{1};
    auto work = [&] {
        started.wait();
        policy.reset();
        done.count_down();
    };
    run_by(*policy, work);
    started.count_down();
    done.wait();
    CHECK(comes_true([&] { return threads_now() <= before; }));
}

TEST_CASE("copies of workers::threads share the threads, and the last ends them", "[workers]") {
    const auto before = threads_now();
    std::latch go{1}, done{1};
    auto first = [&] { go.wait(); };
    auto second = [&] { done.count_down(); };
    {
        std::optional<workers::threads> one{workers::threads{.most = 1, .linger = 24h}};
        const workers::threads other = *one;
        run_by(*one, first);
        one.reset();
        run_by(other, second);
        CHECK(threads_now() <= before + 1);
        go.count_down();
        done.wait();
    }
    CHECK(comes_true([&] { return threads_now() <= before; }));
}

TEST_CASE("workers::threads loses no job to a thread that is about to end", "[workers]") {
    // A job that nobody comes to leaves the latch waiting for ever.
    const workers::threads policy{.most = 2, .linger = 0ns};
    for (int round = 0; round < 1000; ++round) {
        std::latch done{3};
        auto work = [&] { done.count_down(); };
        {
            std::jthread other{[&, own = calling(work)]() mutable { policy.start(own); }};
            run_by(policy, work);
            run_by(policy, work);
        }
        done.wait();
    }
    SUCCEED("all were run");
}

TEST_CASE("workers::threads refuses by name what makes no sense", "[workers]") {
    CHECK(
        refused(workers::threads{.most = 0}) == "workers::threads: most must be at least 1, got 0");
    CHECK(
        refused(workers::threads{.linger = -1s}) ==
        "workers::threads: linger must not be negative, got -1s");
    CHECK(refused(workers::threads{}).empty());
}
