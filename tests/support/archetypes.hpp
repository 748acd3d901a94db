#pragma once

#include <cenote/base/affinity.hpp>
#include <cenote/base/close_cause.hpp>
#include <cenote/base/fault.hpp>
#include <cenote/base/health.hpp>
#include <cenote/base/job.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/clock/manual.hpp>
#include <cenote/policy/concerns.hpp>
#include <cenote/policy/facts.hpp>
#include <cenote/policy/order/precedence.hpp>
#include <cenote/policy/refreshing/reaction.hpp>
#include <cenote/policy/release/cleaning.hpp>
#include <cenote/policy/retry/failed_attempt.hpp>
#include <cenote/policy/validation/proof.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

/// For each concept a type that offers what the concept promises and nothing else: no default
/// constructor, no copy, no assignment, no move where none is promised. What works with these asks for no more
/// than it says.
namespace test::archetype {

/// Made from an `int`, since no default constructor is promised; moved, but neither copied nor
/// assigned.
class movable {
public:
    explicit movable(int) {}

    movable(const movable&) = delete;
    movable& operator=(const movable&) = delete;
    movable(movable&&) = default;
    movable& operator=(movable&&) = delete;

protected:
    ~movable() = default;
};

/// Neither movable nor copyable nor default constructible.
class resource {
public:
    explicit resource(int) {}

    resource(const resource&) = delete;
    resource& operator=(const resource&) = delete;
};

/// Opens, and does nothing else.
class factory : movable {
public:
    using movable::movable;

    resource open(cenote::deadline) { return resource{0}; }
};

struct validation : movable {
    using movable::movable;
    using concern = cenote::concerns::validation;
    using needs = cenote::facts<cenote::fact::uses>;

    cenote::proof required(const needs&) const noexcept { return cenote::proof::ping; }

    cenote::health prove(factory&, resource&, cenote::proof, cenote::deadline) const {
        return true;
    }

    cenote::duration timeout() const noexcept { return cenote::duration::max(); }
};

struct retry : movable {
    using movable::movable;
    using concern = cenote::concerns::retry;

    std::optional<cenote::duration> next_delay(const cenote::failed_attempt&) const noexcept {
        return std::nullopt;
    }
};

/// A retry policy with a gate; the gate is neither copied nor moved.
struct gated_retry : retry {
    using retry::retry;

    class gate {
    public:
        static constexpr bool timed = false;

        explicit gate(const gated_retry&) noexcept {}

        gate(const gate&) = delete;
        gate& operator=(const gate&) = delete;

        void pass(cenote::time_point) noexcept {}

        std::size_t opens_at_once() const noexcept { return 1; }

        bool refuses() const noexcept { return false; }

        cenote::time_point next() const noexcept { return cenote::time_point::max(); }

        bool may_retry(cenote::time_point) noexcept { return false; }

        void opened(cenote::time_point) noexcept {}

        void failed(cenote::time_point, cenote::fault, std::size_t, double) noexcept {}
    };
};

struct recycling : movable {
    using movable::movable;
    using concern = cenote::concerns::recycling;
    using needs = cenote::facts<cenote::fact::age>;

    std::optional<cenote::close_cause> expired(const needs&) const noexcept { return std::nullopt; }
};

struct release : movable {
    using movable::movable;
    using concern = cenote::concerns::release;
    using needs = cenote::facts<cenote::fact::unwinding>;

    cenote::cleaning required(factory&, resource&, const needs&) const noexcept {
        return cenote::cleaning::clean;
    }

    void clean(factory&, resource&, cenote::deadline) const {}

    cenote::duration timeout() const noexcept { return cenote::duration::max(); }
};

struct refreshing : movable {
    using movable::movable;
    using concern = cenote::concerns::refreshing;

    cenote::reaction after(cenote::fault) const noexcept { return cenote::reaction::none; }
};

struct waiting : movable {
    using movable::movable;
    using concern = cenote::concerns::waiting;

    bool admits(std::size_t) const noexcept { return true; }

    std::size_t patience() const noexcept { return 0; }
};

struct opening : movable {
    using movable::movable;
    using concern = cenote::concerns::opening;

    static constexpr bool detached = true;

    std::size_t at_once() const noexcept { return 1; }

    cenote::duration hesitation() const noexcept { return {}; }

    cenote::duration timeout() const noexcept { return cenote::duration::max(); }

    std::size_t most_abandoned() const noexcept { return 1; }
};

struct closing : movable {
    using movable::movable;
    using concern = cenote::concerns::closing;

    static constexpr bool detached = true;

    std::size_t at_once() const noexcept { return 1; }
};

struct upkeep : movable {
    using movable::movable;
    using concern = cenote::concerns::upkeep;
    using needs = cenote::facts<cenote::fact::uses>;

    static constexpr bool works = true;

    cenote::duration period() const noexcept { return std::chrono::hours{1}; }

    bool due(const needs&) const noexcept { return true; }

    std::size_t batch() const noexcept { return 1; }
};

struct workers : movable {
    using movable::movable;
    using concern = cenote::concerns::workers;

    void start(cenote::job& work) const {
        std::thread{[own = std::move(work)]() mutable { own.run(); }}.detach();
    }
};

struct threading : movable {
    using movable::movable;
    using concern = cenote::concerns::threading;

    static constexpr bool can_wait = true;
    static constexpr bool lock_free = true;

    static cenote::affinity& this_thread() noexcept {
        static thread_local cenote::affinity mine;
        return mine;
    }

    template <class T>
    class atomic_ref {
    public:
        explicit atomic_ref(T& value) noexcept
            : to_{value} {}

        atomic_ref(const atomic_ref&) = delete;
        atomic_ref& operator=(const atomic_ref&) = delete;

        T load(std::memory_order how) const noexcept { return to_.load(how); }

        void store(T value, std::memory_order how) const noexcept { to_.store(value, how); }

        bool compare_exchange_strong(
            T& expected, T wanted, std::memory_order good, std::memory_order bad) const noexcept {
            return to_.compare_exchange_strong(expected, wanted, good, bad);
        }

    private:
        std::atomic_ref<T> to_;
    };

    class mutex {
    public:
        mutex() = default;
        mutex(const mutex&) = delete;
        mutex& operator=(const mutex&) = delete;

        void lock() { mutex_.lock(); }

        void unlock() { mutex_.unlock(); }

    private:
        std::mutex mutex_;
    };

    class parker {
    public:
        parker() = default;
        parker(const parker&) = delete;
        parker& operator=(const parker&) = delete;

        template <class Clock>
        void park_until(Clock& clock, cenote::time_point until) {
            std::unique_lock lock{mutex_};
            if (!unparked_) clock.wait_until(lock, notified_, until);
            unparked_ = false;
        }

        void unpark() noexcept {
            const std::lock_guard guard{mutex_};
            unparked_ = true;
            notified_.notify_one();
        }

    private:
        std::mutex mutex_;
        std::condition_variable notified_;
        bool unparked_ = false;
    };
};

struct locked_threading : threading {
    using threading::threading;

    static constexpr bool lock_free = false;
};

struct order : movable {
    using movable::movable;
    using concern = cenote::concerns::order;

    static constexpr cenote::precedence rule = cenote::precedence::lowest;
};

/// Told the time by the test.
class clock : movable {
public:
    using concern = cenote::concerns::clock;

    explicit clock(cenote::clock::manual by)
        : movable{0}
        , by_{std::move(by)} {}

    cenote::time_point now() const noexcept { return by_.now(); }

    void wait_until(
        std::unique_lock<std::mutex>& lock,
        std::condition_variable& notified,
        cenote::time_point until) const {
        by_.wait_until(lock, notified, until);
    }

private:
    cenote::clock::manual by_;
};

/// Has none of the hooks.
struct observer : movable {
    using movable::movable;
    using concern = cenote::concerns::observer;
};

} // namespace test::archetype
