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
    std::string how_found;             ///< And which one it was.
};

/// Explores a scenario until a schedule fails.
class explorer {
public:
    explicit explorer(const scenario& what) noexcept
        : what_{what} {}

    /// All schedules with few preemptions.
    void exhaustively(unsigned preemptions) {
        begin("exhaustively");
        depth_first all{preemptions};
        do {
            ++found_.exhaustive;
            play(all);
        } while (!found_.failed && all.advance());
    }

    /// So many schedules at random, whose seeds follow one another.
    void randomly(std::uint64_t seed, std::size_t schedules) {
        for (std::size_t i = 0; i < schedules && !found_.failed; ++i) {
            begin("at random, by --seed " + std::to_string(seed + i));
            at_random dice{seed + i};
            ++found_.random;
            play(dice);
        }
    }

    [[nodiscard]] const findings& found() const noexcept { return found_; }

private:
    void begin(std::string how) {
        crash::note(what_.name, how);
        found_.how_found = std::move(how);
    }

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
