#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/observer/tell.hpp>
#include <cenote/policy/refreshing/reaction.hpp>

#include <cenote/pool/premises.hpp>
#include <cenote/stats.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace cenote {

/// Has a new thread of the pool do `first`, and what there is to do after that.
template <class House>
void set_to_work(House& house, typename House::task first) noexcept;

/// The heap-held heart of a pool: its premises, and what happens there. It stands until the pool, the
/// last lease and the last thread of the pool are gone, so that a lease is a plain pointer and still
/// may outlive the pool, and so may an open that hangs.
///
/// What is done to a resource on its way out and home stands in outgoing.hpp and incoming.hpp, what
/// threads of the pool do in worker.hpp and keeper.hpp; here is how a resource ends. All that runs
/// user code does so with the book unlocked.
///
/// Thread-safety: all functions, from any thread, on different slots.
template <class Factory, class Set>
class house : public premises<Factory, Set> {
    using base = premises<Factory, Set>;

public:
    using base::base;
    using base::write;
    using typename base::book;
    using typename base::resource;
    using typename base::slot;
    using task = typename book::task;

    /// `write` for what may change who opens, closes or waits: tells the book the time before, and
    /// afterwards has threads of the pool do what there is to do.
    template <class F>
    auto event(F f) noexcept {
        const time_point at = book::timed ? this->now() : time_point{};
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

    /// Hands the resource to the next, unless its time is over: then says why it is to be closed.
    /// The house may be gone afterwards. One that was not wanted goes `before_others` again, or
    /// after them.
    [[nodiscard]] std::optional<close_cause> keep(slot& s, bool before_others = true) noexcept {
        if (before_others && this->put(s)) return std::nullopt;
        return write([&](book& b) -> std::optional<close_cause> {
            const bool kept = b.places.give_back(s, before_others);
            b.remind();
            if (kept) return std::nullopt;
            return b.places.closed() ? close_cause::pool_closed : close_cause::refreshed;
        });
    }

    /// The same, and closes it itself.
    void put_back(slot& s, bool before_others = true) noexcept {
        if (const auto refused = keep(s, before_others)) remove(s, *refused);
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
        if constexpr (requires { this->factory().close(*doomed); }) this->factory().close(*doomed);
        doomed.reset();
        write([why](book& b) { ++b.since.closed_by[static_cast<std::size_t>(why)]; });
        observer::tell::closed(this->template policy<concerns::observer>(), why);
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
                observer::tell::open_failed(
                    this->template policy<concerns::observer>(), fault::timed_out);
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
        const reaction how = this->template policy<concerns::refreshing>().after(what);
        refresh_if([&](auto& g) { return g.refresh_after(s.generation, how); });
    }

    /// Puts everything older than now under suspicion.
    void refresh() noexcept {
        refresh_if([](auto& g) {
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
        for (slot& s : this->slots()) {
            counted.since.lent += s.lends();
            counted.since.proofs += s.proofs();
        }
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
        if (generation)
            observer::tell::refreshed(this->template policy<concerns::observer>(), *generation);
    }
};

} // namespace cenote
