#pragma once

#include "at_random.hpp"
#include "crash.hpp"
#include "depth_first.hpp"
#include "run_once.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace explore {

/// What exploring a scenario came to.
struct findings {
    std::size_t exhaustive = 0; ///< Schedules, one after the other.
    std::size_t random = 0;     ///< Schedules at random.
    std::size_t steps = 0;      ///< Of all of them.
    std::optional<failure> failed;
    std::vector<std::uint8_t> choices; ///< The schedule that failed.
    std::string repeat;                ///< How that schedule is named on the command line.
};

/// Explores a scenario until a schedule fails.
class explorer {
public:
    explicit explorer(const scenario& what) noexcept
        : what_{what} {}

    /// All schedules with few preemptions.
    void exhaustively(unsigned preemptions) {
        crash::note(what_.name, "exhaustively");
        depth_first all{preemptions};
        do {
            ++found_.exhaustive;
            play(all);
        } while (!found_.failed && all.advance());
    }

    /// So many schedules at random, whose seeds follow one another.
    void randomly(std::uint64_t seed, std::size_t schedules) {
        for (std::size_t i = 0; i < schedules && !found_.failed; ++i) {
            const auto repeat = "--seed " + std::to_string(seed + i);
            crash::note(what_.name, "at random: " + repeat);
            at_random dice{seed + i};
            ++found_.random;
            play(dice);
            if (found_.failed) found_.repeat = repeat;
        }
    }

    [[nodiscard]] const findings& found() const noexcept { return found_; }

private:
    void play(chooser& how) {
        outcome came = run_once(what_, how);
        found_.steps += came.steps;
        if (!came.failed) return;
        found_.failed = std::move(came.failed);
        found_.choices = std::move(came.choices);
    }

    const scenario& what_;
    findings found_;
};

} // namespace explore
