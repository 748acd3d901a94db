#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cenote::core {

/// Which of a pool's places are worth looking at for something idle: those that have a resource and
/// are not watched. It is what keeps a search from passing, time and again, what is never idle.
///
/// Memory order: relaxed. A bit is a hint for who looks without the lock; under the lock, which
/// alone changes bits, whatever is idle is listed.
///
/// Thread-safety: `find` from any thread; `add` and `remove` under the ledger's lock.
template <class Threading>
class listing {
public:
    /// Of places numbered from 0 to `size - 1`, none of them listed. Precondition: `size > 0`.
    explicit listing(std::size_t size)
        : size_{size}
        , groups_((size + group - 1) / group) {}

    void add(std::size_t place) noexcept { set(place, bits(place / group) | bit(place)); }

    void remove(std::size_t place) noexcept { set(place, bits(place / group) & ~bit(place)); }

    /// Calls `look(place)` for the listed ones, `first` and those above before those below it, until
    /// it returns something, and returns that. Complexity: O(size / 64 + listed).
    template <class Look>
    auto find(std::size_t first, Look look) const noexcept -> decltype(look(first)) {
        const std::size_t start = first % size_;
        const std::uint64_t above = ~std::uint64_t{0} << start % group;
        for (std::size_t i = 0; i <= groups_.size(); ++i) {
            const std::size_t here = (start / group + i) % groups_.size();
            std::uint64_t left = bits(here);
            if (i == 0) left &= above;
            if (i == groups_.size()) left &= ~above;
            for (; left != 0; left &= left - 1)
                if (auto found =
                        look(here * group + static_cast<std::size_t>(std::countr_zero(left))))
                    return found;
        }
        return {};
    }

private:
    static constexpr std::size_t group = 64;

    using ref = typename Threading::template atomic_ref<std::uint64_t>;

    static std::uint64_t bit(std::size_t place) noexcept {
        return std::uint64_t{1} << place % group;
    }

    [[nodiscard]] std::uint64_t bits(std::size_t of) const noexcept {
        return ref{groups_[of]}.load(std::memory_order_relaxed);
    }

    void set(std::size_t place, std::uint64_t to) noexcept {
        ref{groups_[place / group]}.store(to, std::memory_order_relaxed);
    }

    std::size_t size_;
    mutable std::vector<std::uint64_t> groups_; // mutable, since to read is to refer to
};

} // namespace cenote::core
