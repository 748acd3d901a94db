#pragma once

#include <faults/crowd.hpp>
#include <string>
#include <vector>

namespace faults {

/// What one way came to in one storm.
struct storm_figures {
    std::string storm{};
    std::string backend{};
    std::string way{};
    crowd_figures sum{};
};

/// Both storms against three ways to use connections. Each in a file of its own.
[[nodiscard]] std::vector<storm_figures> mysql_storms();
[[nodiscard]] std::vector<storm_figures> postgresql_storms();

} // namespace faults
