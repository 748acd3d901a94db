#pragma once

#include <cenote/base/guarded.hpp>
#include <cenote/base/limits.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/clock/concept.hpp>
#include <cenote/policy/concerns.hpp>
#include <cenote/policy/factory.hpp>

#include <cenote/core/commons.hpp>
#include <cenote/core/history.hpp>
#include <cenote/core/outbox.hpp>
#include <cenote/core/place.hpp>
#include <cenote/core/policy_set.hpp>
#include <cenote/core/standing.hpp>

#include <cenote/pool/book.hpp>
#include <cenote/pool/slot.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace cenote {

/// What a pool consists of: factory, policies, places, what of these is reached without a lock, and
/// the book that one guards.
///
/// Thread-safety: all functions, from any thread.
template <class Factory, class Set>
class premises {
public:
    using factory_type = Factory;
    using resource = resource_of<Factory>;
    using slot = cenote::slot<resource, Set>;
    using history = core::history<Set>;
    using book = cenote::book<slot, resource, Set>;
    using shelf = typename book::commons::shelf_type;

    template <class Concern>
    using policy_type = policy_for<Set, Concern>;

    premises(Factory factory, limits bounds, Set policies)
        : bounds_{bounds}
        , factory_{std::move(factory)}
        , policies_{std::move(policies)}
        , slots_(bounds.max_size)
        , commons_{bounds.max_size}
        , book_{policies_, commons_} {
        write([this](book& b) {
            for (slot& s : slots_)
                b.places.add(s);
        });
    }

    premises(const premises&) = delete;
    premises& operator=(const premises&) = delete;

    [[nodiscard]] const limits& bounds() const noexcept { return bounds_; }

    [[nodiscard]] Factory& factory() noexcept { return factory_; }

    template <class Concern>
    [[nodiscard]] auto& policy() noexcept {
        return policies_.template get<Concern>();
    }

    /// Every slot there is; which of their members may be read, their own comments say.
    [[nodiscard]] std::vector<slot>& slots() noexcept { return slots_; }

    /// The generations, which anybody may read.
    [[nodiscard]] const auto& epoch() const noexcept { return commons_.epoch; }

    /// Runs `f(book&)` under the lock, on `guarded`'s terms; then wakes who awaits.
    template <class F>
    decltype(auto) write(F&& f) {
        mail out;
        return book_.with([&](book& b) -> decltype(auto) {
            const typename mail::collected in{out, b.places.outbox()};
            return std::forward<F>(f)(b);
        });
    }

    [[nodiscard]] time_point now() noexcept { return policy<concerns::clock>().now(); }

    /// The time that policies are told, which may be a little late: precise time costs more than a
    /// lease. Where none need be told, no clock is read.
    [[nodiscard]] time_point now_if_told() noexcept {
        if constexpr (history::timed)
            return clock::recently(policy<concerns::clock>());
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

    /// Takes out an idle resource, or null.
    [[nodiscard]] slot* take_idle() noexcept {
        core::place* found = nullptr;
        if constexpr (shelf::open) {
            found = commons_.shelf.take_last();
            if (found == nullptr) found = search();
        } else {
            found = book_.with([](book& b) { return b.places.take(); }); // which wakes nobody
        }
        return static_cast<slot*>(found);
    }

    /// Gives back what was taken out, as it is, before all others; false when that is the ledger's.
    [[nodiscard]] bool put(slot& s) noexcept {
        if constexpr (shelf::open)
            return epoch().of(s) != core::standing::retired && commons_.shelf.put(s);
        else
            return false;
    }

protected:
    ~premises() = default;

private:
    /// What the ledger has to say to others: collected under the lock, delivered without it.
    class mail {
    public:
        mail() = default;
        mail(const mail&) = delete;
        mail& operator=(const mail&) = delete;

        ~mail() { core::deliver(first_); }

        class collected {
        public:
            collected(mail& into, core::outbox& from) noexcept
                : into_{into}
                , from_{from} {}

            collected(const collected&) = delete;
            collected& operator=(const collected&) = delete;

            ~collected() { into_.first_ = from_.take(); }

        private:
            mail& into_;
            core::outbox& from_;
        };

    private:
        core::letter* first_ = nullptr;
    };

    /// Apart, to keep short what finds the last one idle. Complexity: that of the shelf's `take_any`.
    /// What it passes in vain is not passed again.
    [[nodiscard, gnu::noinline]] core::place* search() noexcept {
        constexpr std::size_t few = 16; // to pass is cheaper than to take the lock
        std::size_t passed = 0;
        core::place* found = commons_.shelf.take_any(passed);
        if (passed > few) write([](book& b) { b.places.tidy(); });
        return found;
    }

    limits bounds_;
    [[no_unique_address]] Factory factory_;
    [[no_unique_address]] Set policies_;
    std::vector<slot> slots_;
    typename book::commons commons_;
    // Apart from what is only read.
    alignas(apart<Set>) guarded<book, typename policy_type<concerns::threading>::mutex> book_;
};

} // namespace cenote
