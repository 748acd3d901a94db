#pragma once

#include <atomic>
#include <cstdint>

namespace cenote::core {

/// A number for a pool that no other has had in this process. Relaxed: only that they differ counts.
[[nodiscard]] inline std::uint64_t pool_number() noexcept {
    static constinit std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

} // namespace cenote::core
