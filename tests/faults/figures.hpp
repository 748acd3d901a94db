#pragma once

#include <cenote/base/time.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace faults {

using clock = std::chrono::steady_clock;

/// What one cell of the matrix came to. All of it is counted or measured.
struct figures {
    std::string fault{};
    std::string backend{};
    std::string version{}; ///< Of the server, or of SQLite.
    std::uint64_t calls{};
    std::uint64_t errors_during{};   ///< Calls begun before the fault ended, and failed.
    std::uint64_t errors_after{};    ///< Calls begun after it had ended, and failed.
    cenote::duration late_acquire{}; ///< The longest that an acquire outlived its deadline.
    cenote::duration late_call{};    ///< The same of a call, its work included.
    cenote::duration whole{};        ///< From the fault's end until calls succeed, and go on to.
    std::map<std::string, std::uint64_t> kinds{}; ///< The errors by what they said.
    std::vector<std::string> broken{};            ///< Promises that were not kept.
    std::string skipped{};                        ///< Why there are no figures.

    [[nodiscard]] bool holds() const noexcept { return broken.empty(); }
};

} // namespace faults
