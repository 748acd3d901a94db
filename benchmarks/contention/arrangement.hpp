#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <sys/prctl.h>
#include <thread>

namespace bench {

/// Who contends for what, and for how long each keeps it.
struct arrangement {
    std::chrono::microseconds hold; ///< 2 us are spent busy, 100 us asleep as on a database.
    std::size_t size;
    std::size_t threads;

    /// The part of a benchmark's name that tells it.
    [[nodiscard]] std::string name() const {
        return "/hold_us:" + std::to_string(hold.count()) + "/size:" + std::to_string(size) +
               "/threads:" + std::to_string(threads);
    }
};

inline constexpr std::chrono::microseconds at_once{0};
inline constexpr std::chrono::microseconds busy{2};
inline constexpr std::chrono::microseconds asleep{100};

inline constexpr std::array arrangements{
    arrangement{at_once, 2, 2},
    arrangement{at_once, 8, 8},
    arrangement{at_once, 2, 8},
    arrangement{at_once, 4, 64},
    arrangement{busy, 2, 8},
    arrangement{asleep, 4, 8},
    arrangement{asleep, 4, 64},
};

/// Calls `f(hold)`, where `hold()` keeps what was lent for as long as that.
template <class F>
void with_hold(std::chrono::microseconds span, F f) {
    if (span == at_once) return f([] {});
    if (span == asleep) return f([] { std::this_thread::sleep_for(asleep); });
    f([=] {
        const auto until = std::chrono::steady_clock::now() + span;
        while (std::chrono::steady_clock::now() < until) {
        }
    });
}

/// Linux wakes a thread up to 50 us late unless it is told to be more exact.
inline void sleep_exactly() {
    ::prctl(PR_SET_TIMERSLACK, 1'000UL, 0UL, 0UL, 0UL); // ns
}

} // namespace bench
