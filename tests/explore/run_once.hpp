#pragma once

#include "chooser.hpp"
#include "failure.hpp"
#include "scenario.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <vector>

namespace explore {

/// What came of one schedule.
struct outcome {
    std::size_t steps = 0;
    std::vector<std::uint8_t> choices;
    std::optional<failure> failed;
};

/// Plays the scenario once, as the chooser says, and tells the story of it to `story` if not null.
[[nodiscard]] outcome run_once(const scenario& what, chooser& how, std::ostream* story = nullptr);

} // namespace explore
