#pragma once

#include <cenote/base/error.hpp>
#include <cenote/base/time.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>

namespace torture {

/// What has been done so far.
///
/// Thread-safety: all of it. Relaxed would do: nothing is concluded from a number but itself.
struct figures {
    using number = std::atomic<std::uint64_t>;

    number rounds{0};
    number acquires{0};
    number lent{0};
    number opens{0};
    number failed_opens{0};
    number queries{0};
    number failed_queries{0};
    number killed{0};
    std::array<number, cenote::errc_slots> failed{};
    number worst_overrun{0}; ///< In nanoseconds.

    static figures& all() {
        static figures only;
        return only;
    }

    void overrun(cenote::duration by) noexcept {
        const auto now = static_cast<std::uint64_t>(by.count() > 0 ? by.count() : 0);
        auto had = worst_overrun.load();
        while (had < now && !worst_overrun.compare_exchange_weak(had, now)) {
        }
    }
};

inline std::ostream& operator<<(std::ostream& to, const figures& f) {
    to << f.rounds << " rounds, " << f.acquires << " acquires, " << f.lent << " lent";
    const char* names[] = {
        "", "exhausted", "open failed", "verify failed", "queue full", "closed", "breaker open"};
    for (std::size_t i = 1; i < f.failed.size(); ++i)
        if (f.failed[i] > 0) to << ", " << f.failed[i] << " " << names[i];
    to << "; " << f.opens << " opens, " << f.failed_opens << " failed";
    if (f.queries > 0)
        to << "; " << f.queries << " calls of warehouses, " << f.failed_queries << " failed, "
           << f.killed << " sessions killed";
    return to << "; worst overrun of a deadline " << f.worst_overrun / 1'000'000 << " ms";
}

} // namespace torture
