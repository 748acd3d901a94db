#pragma once

#include "failure.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace explore {

class stage;

/// Threads that use a pool in some way; the stage runs them as it likes.
struct scenario {
    std::string name;
    unsigned preemptions; ///< Explored exhaustively with up to so many; 0 for at random only.
    std::function<void(stage&)> play; ///< Makes a pool and its threads, and has them run.
};

using catalogue = std::vector<scenario>;

/// All that there are.
[[nodiscard]] catalogue all_scenarios();

/// How a schedule has to fail, since a mistake is planted; nothing where none must.
[[nodiscard]] std::optional<wrong> planted() noexcept;

void add_sharing(catalogue& all);
void add_leaving(catalogue& all);
void add_failing(catalogue& all);
void add_ending(catalogue& all);
void add_awaiting(catalogue& all);

} // namespace explore
