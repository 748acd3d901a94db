#pragma once

#include <cenote/base/guarded.hpp>
#include <cenote/base/limits.hpp>
#include <cenote/base/time.hpp>
#include <cenote/base/totals.hpp>

#include <cenote/policy/factory.hpp>
#include <cenote/policy/observer/tell.hpp>

#include <cenote/core/ledger.hpp>
#include <cenote/core/policy_set.hpp>

#include <cenote/pool/slot.hpp>
#include <cenote/stats.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace cenote {

/// What a pool consists of: factory, policies, places, and the book about them. Lives on the heap
/// until both the pool and the last lease are gone, so that a lease is a plain pointer and still
/// may outlive the pool.
///
/// What is done to a resource on its way out and home stands in outgoing.hpp and incoming.hpp;
/// here is how it ends. All that runs user code does so with the book unlocked.
///
/// Thread-safety: all functions, from any thread, on different slots.
template <class Factory, class Set>
class house {
public:
    using resource = resource_of<Factory>;
    using slot = cenote::slot<resource, Set>;
    using history = core::history<Set>;

    template <class Concern>
    using policy_type = policy_for<Set, Concern>;

    /// What the lock guards.
    struct book {
        explicit book(const policy_type<concerns::waiting>& waiting)
            : places{waiting} {}

        core::ledger<policy_type<concerns::waiting>> places;
        totals since{};
        bool abandoned =
            false; ///< The pool is gone: whoever vacates the last place ends the house.
    };

    house(Factory factory, limits bounds, Set policies)
        : bounds_{bounds}
        , factory_{std::move(factory)}
        , policies_{std::move(policies)}
        , slots_(bounds.max_size)
        , book_{policy<concerns::waiting>()} {
        write([this](book& b) {
            for (slot& s : slots_)
                b.places.add(s);
        });
    }

    [[nodiscard]] const limits& bounds() const noexcept { return bounds_; }

    [[nodiscard]] Factory& factory() noexcept { return factory_; }

    template <class Concern>
    [[nodiscard]] auto& policy() noexcept {
        return policies_.template get<Concern>();
    }

    /// Every slot there is; which of their members may be read, their own comments say.
    [[nodiscard]] const std::vector<slot>& slots() const noexcept { return slots_; }

    /// Runs `f(book&)` under the lock, on `guarded`'s terms.
    template <class F>
    decltype(auto) write(F&& f) {
        return book_.with(std::forward<F>(f));
    }

    [[nodiscard]] time_point now() noexcept { return policy<concerns::clock>().now(); }

    /// The time where a policy must be told it; where none must be, no clock is read.
    [[nodiscard]] time_point now_if_told() noexcept {
        if constexpr (history::timed)
            return now();
        else
            return {};
    }

    /// True from `until` on; a deadline that never comes costs no look at the clock.
    [[nodiscard]] bool passed(deadline until) noexcept {
        return until != deadline::never() && until.passed(now());
    }

    /// `until`, or the end of `span` from now when that is earlier.
    [[nodiscard]] deadline within(duration span, deadline until) noexcept {
        return span == duration::max() ? until : std::min(until, deadline::after(span, now()));
    }

    /// Hands the resource to the next, or closes it when its time is over; the house may be gone
    /// afterwards.
    void put_back(slot& s) noexcept {
        const auto refused = write([&s](book& b) -> std::optional<close_cause> {
            if (b.places.give_back(s)) return std::nullopt;
            return b.places.closed() ? close_cause::pool_closed : close_cause::refreshed;
        });
        if (refused) remove(s, *refused);
    }

    /// Closes the resource and vacates its place; the house may be gone afterwards.
    void remove(slot& s, close_cause why) noexcept {
        close(s, why);
        vacate(s);
    }

    /// Closes the resource; the place stays the caller's.
    void close(slot& s, close_cause why) noexcept {
        if constexpr (requires { factory_.close(*s.held); }) factory_.close(*s.held);
        s.held.reset();
        write([why](book& b) { ++b.since.closed_by[static_cast<std::size_t>(why)]; });
        observer::tell::closed(policy<concerns::observer>(), why);
    }

    /// Vacates the place; the house may be gone afterwards.
    void vacate(slot& s) noexcept {
        end_if(write([&s](book& b) {
            b.places.vacate(s);
            return b.abandoned && b.places.drained();
        }));
    }

    /// The pool is gone: ends the house now, or with the last lease.
    void abandon() noexcept {
        end_if(write([](book& b) {
            b.abandoned = true;
            return b.places.drained();
        }));
    }

    /// A resource failed: decides what that means for the others, once per generation.
    void failed(const slot& s, fault what) noexcept {
        const reaction how = policy<concerns::refreshing>().after(what);
        refresh_if([&](core::generations& g) { return g.refresh_after(s.generation, how); });
    }

    /// Puts everything older than now under suspicion.
    void refresh() noexcept {
        refresh_if([](core::generations& g) {
            g.refresh(reaction::suspect);
            return true;
        });
    }

    [[nodiscard]] stats count() {
        stats counted = write([](book& b) {
            return stats{
                .now = b.places.count(),
                .since = b.since,
                .generation = b.places.epoch().now(),
                .closed = b.places.closed()};
        });
        for (const slot& s : slots_)
            counted.since.lent += s.lends.load(std::memory_order_relaxed);
        return counted;
    }

private:
    ~house() = default; // only by itself: see vacate() and abandon()

    void end_if(bool last) noexcept {
        if (last) delete this;
    }

    template <class F>
    void refresh_if(F happens) noexcept {
        const auto generation = write([&](book& b) -> std::optional<std::uint64_t> {
            if (!happens(b.places.epoch())) return std::nullopt;
            ++b.since.refreshes;
            return b.places.epoch().now();
        });
        if (generation) observer::tell::refreshed(policy<concerns::observer>(), *generation);
    }

    limits bounds_;
    [[no_unique_address]] Factory factory_;
    [[no_unique_address]] Set policies_;
    std::vector<slot> slots_;
    guarded<book, typename policy_type<concerns::threading>::mutex> book_;
};

} // namespace cenote
