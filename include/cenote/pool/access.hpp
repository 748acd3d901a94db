#pragma once

#include <cenote/pool/slot.hpp>

#include <source_location>

namespace cenote {

/// What asynchronous operations need of a pool and its users do not.
struct pool_access {
    /// The heart of the pool.
    template <class Pool>
    [[nodiscard]] static auto& house_of(Pool& pool) noexcept {
        return *pool.house_;
    }

    /// Lends what is fit, to who awaited it.
    template <class Pool, class House>
    [[nodiscard]] static typename Pool::lease
    lend(House& house, typename House::slot& s, std::source_location where) noexcept {
        return Pool::lend(house, s, borrower::awaiting, where);
    }
};

} // namespace cenote
