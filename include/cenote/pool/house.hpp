#pragma once

#include <cenote/base/guarded.hpp>
#include <cenote/base/limits.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/factory.hpp>
#include <cenote/policy/observer/tell.hpp>

#include <cenote/core/generations.hpp>
#include <cenote/core/history.hpp>
#include <cenote/core/policy_set.hpp>

#include <cenote/pool/book.hpp>
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

/// Has a new thread of the pool do `first`, and what there is to do after that.
template <class House>
void set_to_work(House& house, typename House::task first) noexcept;

/// What a pool consists of: factory, policies, places, and the book about them. Lives on the heap
/// until the pool, the last lease and the last thread of the pool are gone, so that a lease is a
/// plain pointer and still may outlive the pool, and so may an open that hangs.
///
/// What is done to a resource on its way out and home stands in outgoing.hpp and incoming.hpp, what
/// threads of the pool do in worker.hpp and keeper.hpp; here is how a resource ends. All that runs
/// user code does so with the book unlocked.
///
/// Thread-safety: all functions, from any thread, on different slots.
template <class Factory, class Set>
class house {
public:
    using resource = resource_of<Factory>;
    using slot = cenote::slot<resource, Set>;
    using history = core::history<Set>;
    using book = cenote::book<slot, resource, Set>;
    using task = typename book::task;

    template <class Concern>
    using policy_type = policy_for<Set, Concern>;

    house(Factory factory, limits bounds, Set policies)
        : bounds_{bounds}
        , factory_{std::move(factory)}
        , policies_{std::move(policies)}
        , slots_(bounds.max_size)
        , book_{policies_} {
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

    /// The same for what may change who opens, closes or waits: tells the book the time before, and
    /// afterwards has threads of the pool do what there is to do.
    template <class F>
    auto event(F f) noexcept {
        const time_point at = book::timed ? now() : time_point{};
        task next;
        std::size_t abandoned = 0;
        auto answer = write([&](book& b) {
            abandoned = b.pass(at);
            auto result = f(b);
            next = b.hire(at);
            b.remind();
            return result;
        });
        if constexpr (book::staffed)
            if (next) set_to_work(*this, std::move(next));
        tell_abandoned(abandoned);
        return answer;
    }

    /// A thread of the pool ends; the house may be gone afterwards.
    void leave() noexcept {
        end_if(write([](book& b) {
            --b.staff.threads;
            b.places.wake_closers();
            return b.finished();
        }));
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
    /// afterwards. One that was not wanted goes `before_others` again, or after them.
    void put_back(slot& s, bool before_others = true) noexcept {
        const auto refused = write([&](book& b) -> std::optional<close_cause> {
            const bool kept = b.places.give_back(s, before_others);
            b.remind();
            if (kept) return std::nullopt;
            return b.places.closed() ? close_cause::pool_closed : close_cause::refreshed;
        });
        if (refused) remove(s, *refused);
    }

    /// Closes the resource and vacates its place; the house may be gone afterwards.
    void remove(slot& s, close_cause why) noexcept {
        close(s, why);
        vacate(s);
    }

    /// Has the resource closed; the place stays the caller's.
    void close(slot& s, close_cause why) noexcept {
        if constexpr (book::closes)
            if (event([&](book& b) { return b.staff.leave(s.held, why); })) return;
        dispose(std::move(s.held), why);
    }

    /// Closes a resource that is out of its place, now.
    void dispose(std::unique_ptr<resource> doomed, close_cause why) noexcept {
        if constexpr (requires { factory_.close(*doomed); }) factory_.close(*doomed);
        doomed.reset();
        write([why](book& b) { ++b.since.closed_by[static_cast<std::size_t>(why)]; });
        observer::tell::closed(policy<concerns::observer>(), why);
    }

    /// Vacates the place; the house may be gone afterwards.
    void vacate(slot& s) noexcept {
        end_if(event([&s](book& b) {
            b.places.vacate(s);
            return b.finished(); // and then there is nothing left to do for any thread
        }));
    }

    /// So many opens were abandoned, as `book::pass` said; the house may be gone afterwards.
    void tell_abandoned([[maybe_unused]] std::size_t number) noexcept {
        if constexpr (book::opens) {
            if (number == 0) return;
            for (; number > 0; --number)
                observer::tell::open_failed(policy<concerns::observer>(), fault::timed_out);
            leave();
        }
    }

    /// Ends the house if the book has said, in the last `write`, that it is finished.
    void end_if(bool finished) noexcept {
        if (finished) delete this;
    }

    /// The pool is gone: ends the house now, or with the last lease or thread.
    void abandon() noexcept {
        end_if(write([](book& b) {
            b.abandoned = true;
            return b.finished();
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
            stats now{
                .now = b.places.count(),
                .since = b.since,
                .generation = b.places.epoch().now(),
                .closed = b.places.closed()};
            now.now.closing = b.staff.unclosed();
            return now;
        });
        for (const slot& s : slots_)
            counted.since.lent += s.lends.load(std::memory_order_relaxed);
        return counted;
    }

private:
    ~house() = default; // only by itself: see end_if()

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
