#pragma once

#include <cenote/base/health.hpp>
#include <cenote/base/limits.hpp>
#include <cenote/base/time.hpp>

#include <cenote/pool.hpp>

#include <cstddef>

namespace bench {

/// A resource that does nothing, so that only the pool's own cost is left.
struct dummy {
    int value = 1;
};

/// Opens dummies, and answers at once whatever a policy may ask.
struct dummy_factory {
    static dummy open(cenote::deadline) noexcept { return {}; }

    static cenote::health peek(dummy&) noexcept { return true; }

    static cenote::health ping(dummy&, cenote::deadline) noexcept { return true; }

    static bool in_transaction(dummy&) noexcept { return false; }

    static void rollback(dummy&, cenote::deadline) noexcept {}

    static void reset(dummy&, cenote::deadline) noexcept {}
};

/// A pool of so many dummies, all of them open and idle.
template <class... Policies>
struct dummies : cenote::pool<dummy_factory, Policies...> {
    explicit dummies(std::size_t size)
        : dummies::pool{dummy_factory{}, cenote::limits{.min_idle = size, .max_size = size}} {}
};

} // namespace bench
