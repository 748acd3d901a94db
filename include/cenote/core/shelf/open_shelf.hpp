#pragma once

#include <cenote/base/affinity.hpp>

#include <cenote/policy/order/precedence.hpp>

#include <cenote/core/place.hpp>
#include <cenote/core/shelf/listing.hpp>
#include <cenote/core/shelf/pool_number.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cenote::core {

/// The places of a pool that many threads reach without a lock: a resource is lent by one atomic
/// operation on the word of its place, and given back by one. No two threads need to meet.
///
/// A word is the state of its place, and while the resource is lent the flag `watched`. Whoever is
/// about to wait for a resource does so under the ledger's lock, goes over the places, and either
/// takes or watches each, by one step on its word. `put` fails for a watched place, and its holder
/// goes to the ledger. So a return comes either before that step, and the resource is seen idle, or
/// after it, and the ledger learns of it: no wake-up falls between. And since a `put` that succeeded
/// is the last that its thread does with the pool, a lease may outlive the pool and pay nothing.
///
/// Memory order: what the last holder did to a resource is published by the release in `put` and
/// `rest`, and acquired where idle becomes leased. All other changes of a word are made by whoever
/// has the place, with the lock held, or (`watched`) tell its holder no more than to take the lock,
/// which orders the rest; relaxed suffices for them, as each of these is a step on one word.
///
/// Thread-safety: `take` and `put` from any thread; everything else under the ledger's lock.
/// Complexity: O(1) for `put`, and for `take` where the thread's last is idle; else O(places / 64)
/// and the places in it that are out and not watched.
template <class Threading, precedence Rule>
class open_shelf {
public:
    static constexpr bool open = true;

    /// Room for `size` places.
    explicit open_shelf(std::size_t size)
        : listing_{size} {
        places_.reserve(size);
    }

    void add(place& p) noexcept {
        p.index = static_cast<std::uint32_t>(places_.size());
        places_.push_back(&p);
        store(p, is_empty);
    }

    [[nodiscard]] static place::state state_of(place& p) noexcept {
        return static_cast<place::state>(word(p).load(std::memory_order_relaxed) & ~watched);
    }

    /// Lends the one that this thread used last, or null.
    [[nodiscard]] place* take_last() noexcept {
        if constexpr (Rule == precedence::affine) {
            void* last = Threading::this_thread().find(number_);
            if (last != nullptr && take(*static_cast<place*>(last)))
                return static_cast<place*>(last);
        }
        return nullptr;
    }

    /// Lends any idle one, or null; one that comes back meanwhile may be passed over. `passed` is
    /// raised by how many were looked at in vain.
    [[nodiscard]] place* take_any(std::size_t& passed) noexcept {
        return listing_.find(first(), [&](std::size_t i) -> place* {
            if (take(*places_[i])) return places_[i];
            ++passed;
            return nullptr;
        });
    }

    [[nodiscard]] place* take() noexcept {
        std::size_t passed = 0;
        return take_any(passed);
    }

    /// Gives back what was lent. False: it is watched, and the ledger must be told instead.
    [[nodiscard]] bool put(place& p) noexcept {
        if constexpr (Rule == precedence::affine) Threading::this_thread().note(number_, &p);
        std::uint32_t seen = is_leased;
        return word(p).compare_exchange_strong(
            seen, is_idle, std::memory_order_release, std::memory_order_relaxed);
    }

    /// Lends an idle one, or null; after null every place that is out is watched.
    [[nodiscard]] place* take_or_watch() noexcept {
        return listing_.find(first(), [&](std::size_t i) -> place* {
            return take_or_watch(*places_[i]) ? places_[i] : nullptr;
        });
    }

    /// Lends one that is idle and `fits`, or null. Each time it looks on from where it stopped.
    /// Complexity: O(places).
    template <class Predicate>
    [[nodiscard]] place* take_if(Predicate fits) noexcept {
        return listing_.find(next_, [&](std::size_t i) -> place* {
            place& p = *places_[i];
            if (!take(p)) return nullptr;
            next_ = i + 1;
            if (fits(p)) return &p;
            store(p, is_idle, std::memory_order_release);
            return nullptr;
        });
    }

    /// The holder of the place is to come to the ledger with it; who opens in it does so anyway.
    void watch(place& p) noexcept { watch_if_leased(p); }

    /// The same for all that is out, so that nobody looks at it in vain until it is back.
    void watch_leased() noexcept {
        static_cast<void>(listing_.find(0, [&](std::size_t i) -> place* {
            watch_if_leased(*places_[i]);
            return nullptr;
        }));
    }

    void nobody_waits() noexcept {}

    void lend(place& p) noexcept {
        store(p, is_leased);
        listing_.add(p.index);
    }

    void rest(place& p, bool) noexcept {
        store(p, is_idle, std::memory_order_release);
        listing_.add(p.index);
    }

    void clear(place& p, place::state to) noexcept {
        store(p, static_cast<std::uint32_t>(to));
        listing_.remove(p.index);
    }

    /// How many are idle, counted one by one. Complexity: O(places).
    [[nodiscard]] std::size_t idle() const noexcept {
        return static_cast<std::size_t>(std::ranges::count_if(
            places_, [](place* p) { return state_of(*p) == place::state::idle; }));
    }

private:
    static constexpr auto is_empty = static_cast<std::uint32_t>(place::state::empty);
    static constexpr auto is_leased = static_cast<std::uint32_t>(place::state::leased);
    static constexpr auto is_idle = static_cast<std::uint32_t>(place::state::idle);
    static constexpr std::uint32_t watched = 4;

    using ref = typename Threading::template atomic_ref<std::uint32_t>;

    [[nodiscard]] static ref word(place& p) noexcept { return ref{p.word}; }

    static void store(
        place& p, std::uint32_t value, std::memory_order how = std::memory_order_relaxed) noexcept {
        word(p).store(value, how);
    }

    /// Looks before it writes, so that who looks in vain takes the line from nobody.
    [[nodiscard]] static bool take(place& p) noexcept {
        if (word(p).load(std::memory_order_relaxed) != is_idle) return false;
        std::uint32_t seen = is_idle;
        return word(p).compare_exchange_strong(
            seen, is_leased, std::memory_order_acquire, std::memory_order_relaxed);
    }

    /// Tries again only when the place was given back or taken between the two looks.
    [[nodiscard]] bool take_or_watch(place& p) noexcept {
        for (;;) {
            if (take(p)) return true;
            if (watch_if_leased(p) != is_idle) return false;
        }
    }

    /// Returns what the word was.
    std::uint32_t watch_if_leased(place& p) noexcept {
        std::uint32_t seen = is_leased;
        if (word(p).compare_exchange_strong(
                seen, is_leased | watched, std::memory_order_relaxed, std::memory_order_relaxed))
            listing_.remove(p.index);
        return seen;
    }

    /// Where to begin: threads that know no better begin at different places.
    [[nodiscard]] std::size_t first() const noexcept {
        if (Rule == precedence::lowest) return 0;
        affinity& here = Threading::this_thread();
        const void* last = here.find(number_);
        if (last != nullptr) return static_cast<const place*>(last)->index;
        return reinterpret_cast<std::uintptr_t>(&here) / 4096;
    }

    std::vector<place*> places_;
    listing<Threading> listing_;
    std::size_t next_ = 0; // where `take_if` looks on
    std::uint64_t number_ = pool_number();
};

} // namespace cenote::core
