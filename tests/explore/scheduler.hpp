#pragma once

#include <cenote/base/time.hpp>

#include "chooser.hpp"
#include "failure.hpp"
#include "fiber.hpp"
#include "hints.hpp"
#include "trace.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace explore {

/// Runs a few functions as threads, one step at a time: before each operation that another could
/// see, the thread stands still and the chooser says who takes the next step.
///
/// What is run sees one order of all steps, as if memory were sequentially consistent. Time stands
/// still too, until it is chosen that the time has come that somebody sleeps until.
class scheduler {
public:
    /// What a thread needs to go on.
    struct need {
        const bool* flag = nullptr; ///< That this is `wanted`; null for nothing.
        bool wanted = false;
        bool sleeps = false; ///< And then it may wake as well without a reason, or at `until`.
        cenote::time_point until = cenote::time_point::max();
    };

    scheduler(chooser& decides, trace& story) noexcept
        : decides_{decides}
        , story_{story} {
        running_ = this;
    }

    ~scheduler() { running_ = nullptr; }

    scheduler(const scheduler&) = delete;
    scheduler& operator=(const scheduler&) = delete;

    /// The one there is now.
    static scheduler& running() noexcept { return *running_; }

    /// Adds a thread, before `run`.
    void add(std::function<void()> body);

    /// Runs all threads to their ends. Throws `failure`; then the threads stand where they stood,
    /// and what they use must not be destroyed.
    void run();

    /// The thread that runs is about to do `what` with `where`, and needs `n` for that.
    void step(const char* what, const void* where, need n);

    void step(const char* what, const void* where) { step(what, where, need{}); }

    /// The schedule has failed; does not return.
    [[noreturn]] void fail(wrong what, std::string how);

    /// The number of the thread that runs; `outside` when none does.
    [[nodiscard]] std::size_t current() const noexcept { return current_; }

    static constexpr std::size_t outside = ~std::size_t{0};

    [[nodiscard]] cenote::time_point now() const noexcept { return now_; }

    /// What the thread that runs used last.
    [[nodiscard]] cenote::affinity& affinity() noexcept { return hints_.of(current_); }

    /// How often somebody has woken the thread that runs.
    [[nodiscard]] std::size_t woken() const noexcept {
        return current_ == outside ? 0 : threads_[current_].woken;
    }

    /// So much time passes at once.
    void pass(cenote::duration by) noexcept { now_ += by; }

    /// How many steps were taken.
    [[nodiscard]] std::size_t steps() const noexcept { return steps_; }

    /// What was chosen, where there was a choice.
    [[nodiscard]] const std::vector<std::uint8_t>& choices() const noexcept { return choices_; }

    [[nodiscard]] trace& story() noexcept { return story_; }

private:
    struct thread {
        std::unique_ptr<fiber> runs;
        const char* about_to = "begin";
        need needs{};
        std::size_t woken = 0;
        bool ended = false;
    };

    static constexpr std::size_t most_steps = 20'000;

    [[nodiscard]] bool ready(const thread& t) const noexcept {
        const need& n = t.needs;
        return n.flag == nullptr || *n.flag == n.wanted || now_ >= n.until;
    }

    void list_options();
    [[nodiscard]] bool next(); // false when all have ended, or the schedule has failed
    [[nodiscard]] std::string who_sleeps() const;

    static inline scheduler* running_ = nullptr;

    chooser& decides_;
    trace& story_;
    hints hints_;
    std::vector<thread> threads_;
    std::vector<option> options_;
    std::vector<std::uint8_t> choices_;
    std::unique_ptr<failure> failed_;
    std::size_t current_ = outside;
    std::size_t steps_ = 0;
    cenote::time_point now_{};
};

} // namespace explore
