#pragma once

#include <atomic>
#include <cstdint>

namespace cenote::core {

/// A number for a pool that no other has had in this process. Relaxed: only that they differ counts.
/// Visible: a shared library that hides its names would else count for itself, and take the places
/// of its own pools for those of one that it was handed.
[[nodiscard, gnu::visibility("default")]] inline std::uint64_t pool_number() noexcept {
    static constinit std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

} // namespace cenote::core
