#pragma once

#include <cenote/core/place.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cenote::core {

/// The places of a pool that many threads reach without a lock, the one that came back last on top:
/// a stack (R. K. Treiber, 1986). All threads meet at its top, which is one word.
///
/// The word is the index of the top, the flag `watched`, and a number that each change raises, so
/// that a top that was taken and put back is not mistaken for one that stayed. Whoever is about to
/// wait sets the flag, under the ledger's lock, in the step that finds nothing idle; from then on
/// `put` fails, and its thread goes to the ledger. So a return comes either before that step, and is
/// seen, or to the ledger; and as in `open_shelf`, a `put` that succeeded is the last that its thread
/// does with the pool. The word of a place only notes its state, for who counts.
///
/// The number has 31 bits. It is mistaken only if a thread stands still between reading the top and
/// changing it for exactly so long as the others make a multiple of two thousand million changes.
///
/// Memory order: what is done before a push is published by its release, and acquired by whoever
/// reads the top afterwards; every change is a step on the same word, which continues the release of
/// those before it, so this holds for what lies deeper, too.
///
/// Thread-safety: `take` and `put` from any thread; everything else under the ledger's lock.
/// Complexity: O(1), where nothing else is said.
template <class Threading>
class open_stack {
public:
    static constexpr bool open = true;

    /// Room for `size` places.
    explicit open_stack(std::size_t size) {
        places_.reserve(size);
        taken_.reserve(size);
    }

    void add(place& p) noexcept {
        p.index = static_cast<std::uint32_t>(places_.size());
        places_.push_back(&p);
        note(p, place::state::empty);
    }

    [[nodiscard]] static place::state state_of(place& p) noexcept {
        return static_cast<place::state>(ref{p.word}.load(std::memory_order_relaxed));
    }

    [[nodiscard]] place* take_last() noexcept { return take(); }

    /// Where there was no last, there is no other.
    [[nodiscard]] static place* take_any(std::size_t&) noexcept { return nullptr; }

    /// Lends the one that came back last, or null.
    [[nodiscard]] place* take() noexcept {
        for (std::uint64_t seen = read(); top(seen) != nullptr;)
            if (place* p = take_top(seen)) return p;
        return nullptr;
    }

    /// Gives back what was lent. False: returns are watched, and the ledger must be told instead.
    [[nodiscard]] bool put(place& p) noexcept {
        note(p, place::state::idle);
        for (std::uint64_t seen = read(); (seen & watched) == 0;)
            if (push(p, seen)) return true;
        note(p, place::state::leased);
        return false;
    }

    /// Lends an idle one, or null; after null every return comes to the ledger.
    [[nodiscard]] place* take_or_watch() noexcept {
        for (std::uint64_t seen = read();;) {
            if (top(seen) == nullptr) {
                if (change(seen, watched)) return nullptr;
            } else if (place* p = take_top(seen)) {
                return p;
            }
        }
    }

    /// Lends the one idle for longest that `fits`, or null. Complexity: O(idle).
    template <class Predicate>
    [[nodiscard]] place* take_if(Predicate fits) noexcept {
        take_all();
        place* found = nullptr;
        for (auto each = taken_.rbegin(); each != taken_.rend(); ++each) {
            if (found == nullptr && fits(**each))
                found = *each;
            else
                push(**each);
        }
        return found;
    }

    /// The next to give back is to come to the ledger.
    void watch(place&) noexcept {
        for (std::uint64_t seen = read(); !change(seen, (seen & index_bits) | watched);) {
        }
    }

    void watch_leased() noexcept {}

    void nobody_waits() noexcept {
        for (std::uint64_t seen = read(); (seen & watched) != 0;)
            if (change(seen, seen & index_bits)) return;
    }

    void lend(place& p) noexcept { note(p, place::state::leased); }

    /// Complexity: O(idle) when it is to lie below the others.
    void rest(place& p, bool before_others) noexcept {
        taken_.clear();
        if (!before_others) take_all();
        push(p);
        for (auto each = taken_.rbegin(); each != taken_.rend(); ++each)
            push(**each);
    }

    void clear(place& p, place::state to) noexcept { note(p, to); }

    /// How many are idle, counted one by one. Complexity: O(places).
    [[nodiscard]] std::size_t idle() const noexcept {
        return static_cast<std::size_t>(std::ranges::count_if(
            places_, [](place* p) { return state_of(*p) == place::state::idle; }));
    }

private:
    using ref = typename Threading::template atomic_ref<std::uint32_t>;
    using top_ref = typename Threading::template atomic_ref<std::uint64_t>;

    // The word: an index that begins with 1, or 0 for none; the flag; the number.
    static constexpr std::uint64_t index_bits = 0xffff'ffff;
    static constexpr std::uint64_t watched = std::uint64_t{1} << 32;
    static constexpr std::uint64_t change_number = std::uint64_t{1} << 33;
    static constexpr std::uint64_t number_bits = ~(change_number - 1);

    static void note(place& p, place::state now) noexcept {
        ref{p.word}.store(static_cast<std::uint32_t>(now), std::memory_order_relaxed);
    }

    [[nodiscard]] std::uint64_t read() noexcept {
        return top_ref{top_}.load(std::memory_order_acquire);
    }

    [[nodiscard]] place* top(std::uint64_t seen) const noexcept {
        const std::uint64_t index = seen & index_bits;
        return index == 0 ? nullptr : places_[index - 1];
    }

    /// Changes what was `seen` into `wanted` and the next number; else reads again what is seen.
    [[nodiscard]] bool change(std::uint64_t& seen, std::uint64_t wanted) noexcept {
        wanted |= (seen & number_bits) + change_number;
        return top_ref{top_}.compare_exchange_strong(
            seen, wanted, std::memory_order_acq_rel, std::memory_order_acquire);
    }

    /// Precondition: there is a top.
    [[nodiscard]] place* take_top(std::uint64_t& seen) noexcept {
        place* p = top(seen);
        const std::uint32_t next = ref{p->below}.load(std::memory_order_relaxed);
        if (!change(seen, (seen & watched) | next)) return nullptr;
        note(*p, place::state::leased);
        return p;
    }

    [[nodiscard]] bool push(place& p, std::uint64_t& seen) noexcept {
        ref{p.below}.store(
            static_cast<std::uint32_t>(seen & index_bits), std::memory_order_relaxed);
        return change(seen, (seen & watched) | (p.index + 1U));
    }

    /// Whether or not returns are watched.
    void push(place& p) noexcept {
        note(p, place::state::idle);
        for (std::uint64_t seen = read(); !push(p, seen);) {
        }
    }

    void take_all() noexcept {
        taken_.clear();
        while (place* p = take())
            taken_.push_back(p);
    }

    std::vector<place*> places_;
    std::vector<place*> taken_;         // in `take_all`; kept, since it is no time to allocate
    alignas(64) std::uint64_t top_ = 0; // apart from what is only read
};

} // namespace cenote::core
