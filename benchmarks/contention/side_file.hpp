#pragma once

#include "latencies.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>

namespace bench {

/// Adds a distribution to the file that CENOTE_LATENCIES names, if it does: one JSON object a line,
/// `{"name": ..., "quantiles": [[share, microseconds], ...]}`. Each trial of a benchmark adds a line;
/// the last one of a name is the one that counts.
inline void write_aside(const std::string& name, const latencies& waits) {
    const char* path = std::getenv("CENOTE_LATENCIES");
    if (path == nullptr || *path == '\0') return;
    constexpr int nines = 6;
    constexpr int steps = 4; // for each nine
    std::ofstream file{path, std::ios::app};
    file.precision(9);
    file << R"({"name": ")" << name << R"(", "quantiles": [)";
    for (int i = 0; i <= nines * steps; ++i) {
        const double share = 1 - std::pow(10.0, -static_cast<double>(i) / steps);
        file << '[' << share << ", " << waits.quantile_us(share) << "], ";
    }
    file << "[1, " << waits.max_us() << "]]}\n";
}

} // namespace bench
