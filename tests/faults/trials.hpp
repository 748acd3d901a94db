#pragma once

#include <faults/bounds.hpp>
#include <faults/figures.hpp>
#include <functional>
#include <string>
#include <vector>

namespace faults {

/// A cell of any backend, ready to be run.
struct trial {
    std::string fault;
    std::string backend;
    std::function<figures(const bounds&)> run;
};

/// Each in a file of its own.
[[nodiscard]] std::vector<trial> sqlite3_trials();
[[nodiscard]] std::vector<trial> mysql_trials();
[[nodiscard]] std::vector<trial> postgresql_trials();

} // namespace faults
