#pragma once

namespace cenote {

/// Asks for a resource as it is, proven or not: `pool.acquire(unverified)`.
struct unverified_t {
    explicit unverified_t() = default;
};

inline constexpr unverified_t unverified{};

} // namespace cenote
