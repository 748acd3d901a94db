#pragma once

#include <cstdint>
#include <string>

namespace torture {

/// Which round it is; all that is chosen in it follows from these two.
struct turn {
    std::uint64_t seed;
    std::uint64_t round;

    /// For who reads of a violation.
    [[nodiscard]] std::string text() const {
        return "round " + std::to_string(round) + " of seed " + std::to_string(seed);
    }
};

/// A second or so of a pool over a world that fails at random.
void torture_pool(turn now);

/// The same of a warehouse, on SQLite or on a server that the environment names.
void torture_warehouse(turn now);

} // namespace torture
