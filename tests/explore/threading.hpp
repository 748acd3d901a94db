#pragma once

#include <cenote/base/affinity.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/threading/concept.hpp>

#include "alive.hpp"
#include "quarantine.hpp"
#include "scheduler.hpp"

#include <atomic>
#include <concepts>

namespace explore {

/// The threading policy that belongs to the scheduler: each lock, each atomic operation, each sleep
/// and each wake is a step of it.
///
/// Orders of memory are taken and not heeded: what is weaker than sequentially consistent is not
/// explored.
struct threading {
    using concern = cenote::concerns::threading;

    static constexpr bool can_wait = true;
    static constexpr bool lock_free = true;

    /// What the thread of this schedule used last.
    [[nodiscard]] static cenote::affinity& this_thread() noexcept {
        return scheduler::running().affinity();
    }

    class mutex {
    public:
        void lock() {
            auto& all = scheduler::running();
            here_.check("lock");
            all.step("lock", this, {.flag = &held_, .wanted = false});
            here_.check("lock");
            held_ = true;
        }

        /// No step: what comes before the next step of this thread, nobody else can tell from what
        /// came after it.
        void unlock() {
            here_.check("unlock");
            held_ = false;
        }

    private:
        alive here_;
        bool held_ = false;
    };

    class parker {
    public:
        template <class Clock>
        void park_until(Clock&, cenote::time_point until) {
            scheduler::running().step(
                "sleep",
                this,
                {.flag = &unparked_, .wanted = true, .sleeps = true, .until = until});
            here_.check("sleep");
            unparked_ = false;
        }

        void unpark() noexcept {
            here_.check("wake");
            scheduler::running().step("wake", this);
            here_.check("wake");
            unparked_ = true;
        }

    private:
        alive here_;
        bool unparked_ = false;
    };

    template <class T>
    class atomic_ref {
    public:
        explicit atomic_ref(T& of) noexcept
            : of_{of} {}

        T load(std::memory_order) const noexcept { return told(*at("load")); }

        void store(T to, std::memory_order) const noexcept { *at("store") = told(to); }

        bool compare_exchange_strong(
            T& expected, T to, std::memory_order, std::memory_order) const noexcept {
            T& now = *at("compare_exchange");
            const bool fits = now == expected;
            if (fits)
                now = told(to);
            else
                expected = told(now);
            scheduler::running().story().add(fits ? ", done" : ", not done");
            return fits;
        }

    private:
        [[nodiscard]] T* at(const char* what) const noexcept {
            scheduler::running().step(what, &of_);
            quarantine::check(of_, what);
            return &of_;
        }

        static T told(T value) {
            if constexpr (std::integral<T>) scheduler::running().story().add(value);
            return value;
        }

        T& of_;
    };
};

/// The same, with everything done under the mutex.
struct locked_threading : threading {
    static constexpr bool lock_free = false;
};

static_assert(cenote::threading::policy<threading>);
static_assert(cenote::threading::policy<locked_threading>);

} // namespace explore
