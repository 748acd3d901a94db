#pragma once

#include <cenote/policy/refreshing/concept.hpp>

#include <cenote/core/place.hpp>
#include <cenote/core/standing.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace cenote::core {

/// The pool's generation, and what it makes of the resources of earlier ones.
///
/// Memory order: relaxed. Who asks after a refresh sees it, since it comes after; who asks at the
/// same time may see it or not, and nothing else is concluded from the numbers.
///
/// Thread-safety: `now` and `of` from any thread; the rest under the ledger's lock. Complexity: O(1).
template <class Threading>
class generations {
public:
    /// The number that resources are born with now.
    [[nodiscard]] std::uint64_t now() const noexcept { return read(now_); }

    [[nodiscard]] standing of(const place& p) const noexcept {
        if (p.generation < read(retired_below_)) return standing::retired;
        return p.generation < now() ? standing::suspect : standing::current;
    }

    /// A resource of generation `failed` was found dead. Only the first of its generation moves
    /// the pool on: the rest see a failure that has been dealt with. True when it did. A suspect
    /// may still turn out worse than suspected: what is no younger than it is retired then.
    bool refresh_after(std::uint64_t failed, reaction how) noexcept {
        if (how == reaction::none) return false;
        if (failed < now()) {
            if (how == reaction::retire)
                write(retired_below_, std::max(read(retired_below_), failed + 1));
            return false;
        }
        refresh(how);
        return true;
    }

    /// Everything older than now becomes suspect, or retired.
    void refresh(reaction how) noexcept {
        write(now_, now() + 1);
        if (how == reaction::retire) write(retired_below_, now());
    }

private:
    using ref = typename Threading::template atomic_ref<std::uint64_t>;

    [[nodiscard]] static std::uint64_t read(std::uint64_t& number) noexcept {
        return ref{number}.load(std::memory_order_relaxed);
    }

    static void write(std::uint64_t& number, std::uint64_t to) noexcept {
        ref{number}.store(to, std::memory_order_relaxed);
    }

    // mutable, since to read is to refer to; aligned for atomic operations on every machine
    alignas(sizeof(std::uint64_t)) mutable std::uint64_t now_ = 1;
    alignas(sizeof(std::uint64_t)) mutable std::uint64_t retired_below_ = 0;
};

} // namespace cenote::core
