#pragma once

#include <cenote/policy/concerns.hpp>

#include <cenote/core/history.hpp>
#include <cenote/core/orders.hpp>
#include <cenote/core/place.hpp>
#include <cenote/core/policy_set.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <source_location>
#include <type_traits>

namespace cenote {

/// A place with what it holds: the resource on the heap, so that it need not be movable and can
/// leave its place, and what the policies need to know of it.
template <class Resource, class Set>
struct slot : std::conditional_t<
                  policy_for<Set, concerns::opening>::detached,
                  core::ordered_place,
                  core::place> {
    std::unique_ptr<Resource> held; ///< Null while the place is empty or being filled.
    [[no_unique_address]] core::history<Set> past;

    /// Where in the source it was lent last. Written by the borrower, read by whoever closes the
    /// pool. Relaxed: it is a report, and the value points at constants.
    std::atomic<std::source_location> taken_at{};

    /// How often it was lent. Only the borrower writes, so load and store need not be one step;
    /// relaxed, since nothing is concluded from it but a sum.
    std::atomic<std::uint64_t> lends{0};

    /// Notes that it is lent, at `where` in the source.
    void lend(std::source_location where) noexcept {
        past.lent();
        taken_at.store(where, std::memory_order_relaxed);
        lends.store(lends.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }
};

} // namespace cenote
