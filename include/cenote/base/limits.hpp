#pragma once

#include <cenote/base/refusal.hpp>
#include <cenote/base/time.hpp>

#include <cstddef>

namespace cenote {

/// How large a pool may grow and how long its callers wait.
struct limits {
    /// Resources that the constructor opens before it returns. Default 0; at most `max_size`.
    std::size_t min_idle = 0;

    /// Places: the most resources that are open or being opened at once. Default 10; at least 1.
    std::size_t max_size = 10;

    /// How long an acquire may take that names no timeout. Default 30 s; zero means that it never
    /// waits; must not be negative. It is finite on purpose: name a timeout to wait longer.
    duration acquire_timeout = std::chrono::seconds{30};

    /// Throws `std::invalid_argument` naming the field and the rule it breaks.
    void check() const {
        constexpr refusal refuse{"limits"};
        const auto number = [](std::size_t n) { return static_cast<double>(n); };
        refuse.unless(max_size >= 1, "max_size must be at least 1", number(max_size));
        refuse.unless(min_idle <= max_size, "min_idle must not exceed max_size", number(min_idle));
        refuse.unless(
            acquire_timeout >= duration::zero(),
            "acquire_timeout must not be negative",
            acquire_timeout);
    }
};

} // namespace cenote
