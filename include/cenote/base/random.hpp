#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <thread>

namespace cenote {

/// A number drawn evenly from [0, 1), for jitter: nothing here is fit for cryptography.
///
/// Thread-safety: each thread draws from an engine of its own. Complexity: O(1); a thread's first
/// call seeds its engine from the system, or from its own name where the system has nothing to give.
[[nodiscard]] inline double draw_evenly() noexcept {
    constexpr auto seed = []() noexcept -> std::uint64_t {
        try {
            return std::random_device{}();
        } catch (...) { // the system has none to give: what differs between threads must do
            return std::hash<std::thread::id>{}(std::this_thread::get_id());
        }
    };
    thread_local std::mt19937_64 engine{seed()};
    return std::uniform_real_distribution<double>{0.0, 1.0}(engine);
}

} // namespace cenote
