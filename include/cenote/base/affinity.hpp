#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace cenote {

/// What one thread used last, pool by pool: where it looks first next time, while that is still in
/// its processor's cache and nobody else wants it.
///
/// It is a hint. A thread that uses more pools than there are entries here, or two whose numbers
/// fall on one entry, forgets now and then, which costs time and nothing else.
/// Thread-safety: none, it belongs to one thread. Complexity: O(1).
class affinity {
public:
    /// What was noted last for the pool of this number, or null. Numbers begin with 1 and are never
    /// used again, so that what is found belongs to a pool that stands.
    [[nodiscard]] void* find(std::uint64_t pool) const noexcept {
        const entry& known = entries_[pool % entries_.size()];
        return known.pool == pool ? known.place : nullptr;
    }

    void note(std::uint64_t pool, void* place) noexcept {
        entries_[pool % entries_.size()] = {pool, place};
    }

private:
    struct entry {
        std::uint64_t pool = 0;
        void* place = nullptr;
    };

    std::array<entry, 16> entries_{};
};

} // namespace cenote
