#pragma once

#include <cenote/policy/order/precedence.hpp>

#include <cenote/core/place.hpp>
#include <cenote/core/place_stack.hpp>

#include <cstddef>
#include <cstdint>

namespace cenote::core {

/// The idle places of a pool, where one lock orders everything. The simple form of the shelves that
/// are reached without it. Unless the lowest is wanted, what came back last is lent first: it is the
/// least likely to be stale, and what the load does not need sinks to the bottom and grows old.
///
/// Thread-safety: none, the ledger's lock guards it. Complexity: O(1), where nothing else is said.
template <precedence Rule>
class locked_shelf {
public:
    /// Whether callers may `take` and `put` without the ledger.
    static constexpr bool open = false;

    /// Room for `size` places.
    explicit locked_shelf(std::size_t size)
        : idle_{size} {}

    void add(place& p) noexcept {
        p.index = size_++;
        set(p, place::state::empty);
    }

    [[nodiscard]] static place::state state_of(const place& p) noexcept {
        return static_cast<place::state>(p.word);
    }

    /// Lends an idle one, or null. Complexity: O(idle) under `precedence::lowest`.
    [[nodiscard]] place* take() noexcept {
        if (idle_.empty()) return nullptr;
        place* p = Rule == precedence::lowest ? idle_.take_lowest() : &idle_.pop();
        set(*p, place::state::leased);
        return p;
    }

    /// The same; after null, whatever comes back comes to the ledger.
    [[nodiscard]] place* take_or_watch() noexcept { return take(); }

    /// Lends the one idle for longest that `fits`, or null. Complexity: O(idle).
    template <class Predicate>
    [[nodiscard]] place* take_if(Predicate fits) noexcept {
        place* found = idle_.take_deepest(fits);
        if (found != nullptr) set(*found, place::state::leased);
        return found;
    }

    /// What comes back comes to the ledger as it is.
    void watch(place&) noexcept {}

    void watch_leased() noexcept {}

    void nobody_waits() noexcept {}

    /// What was opened in the place is in somebody's hands.
    void lend(place& p) noexcept { set(p, place::state::leased); }

    /// The resource in somebody's hands is free to be lent: before the others, or after them.
    void rest(place& p, bool before_others) noexcept {
        set(p, place::state::idle);
        if (before_others)
            idle_.push(p);
        else
            idle_.push_below(p);
    }

    /// The place in somebody's hands has no resource, and one is opened in it, or not.
    void clear(place& p, place::state to) noexcept { set(p, to); }

    [[nodiscard]] std::size_t idle() const noexcept { return idle_.size(); }

private:
    static void set(place& p, place::state to) noexcept { p.word = static_cast<std::uint32_t>(to); }

    place_stack idle_;
    std::uint32_t size_ = 0;
};

} // namespace cenote::core
