#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>
#include <cenote/base/totals.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/retry/gate.hpp>

#include <cenote/core/commons.hpp>
#include <cenote/core/ledger.hpp>
#include <cenote/core/policy_set.hpp>

#include <cenote/pool/crew.hpp>
#include <cenote/pool/last_failure.hpp>

#include <concepts>
#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

namespace cenote {

/// What the lock of a house guards.
template <class Slot, class Resource, class Set>
struct book {
    using task = cenote::task<Slot, Resource>;
    using waiting = policy_for<Set, concerns::waiting>;
    using opening = policy_for<Set, concerns::opening>;
    using gate = retry::gate_of<policy_for<Set, concerns::retry>>;
    using commons =
        core::commons<policy_for<Set, concerns::threading>, policy_for<Set, concerns::order>::rule>;

    static constexpr bool opens = opening::detached;
    static constexpr bool closes = policy_for<Set, concerns::closing>::detached;
    static constexpr bool keeps = policy_for<Set, concerns::upkeep>::works;

    /// Whether the pool has threads of its own.
    static constexpr bool staffed = opens || closes || keeps;

    /// Whether what may be opened depends on the time.
    static constexpr bool timed = opens || gate::timed;

    /// The policies, and what the places have in common, must outlive the book.
    book(const Set& chosen, commons& all)
        : policies{chosen}
        , places{
              all,
              chosen.template get<concerns::waiting>(),
              chosen.template get<concerns::opening>(),
              gate{chosen.template get<concerns::retry>()}} {}

    const Set& policies;
    core::ledger<waiting, opening, gate, commons> places;
    totals since{};
    std::conditional_t<staffed, crew<Resource>, no_crew> staff;
    [[no_unique_address]] std::
        conditional_t<std::same_as<gate, retry::no_gate>, no_last_failure, last_failure> last;
    bool abandoned = false; ///< The pool is gone: whoever finishes last ends the house.

    /// An open succeeded: what failed before explains nothing any more. Returns what is to be let go
    /// of without the lock.
    [[nodiscard]] std::exception_ptr opened() noexcept {
        ++since.opened;
        return last.forget();
    }

    /// An open failed. Returns as `opened` does.
    [[nodiscard]] std::exception_ptr
    open_failed(fault what, const std::exception_ptr& cause) noexcept {
        ++since.open_failures;
        return last.keep(what, cause);
    }

    /// Time has moved on to `now`. Returns how many opens were abandoned; whoever is to tell of
    /// them counts as a thread until then, so that the house stands.
    std::size_t pass(time_point now) noexcept {
        if constexpr (!timed) return 0;
        const std::size_t given_up = places.pass(now);
        since.abandoned += given_up;
        since.open_failures += given_up;
        if constexpr (opens) staff.threads += given_up > 0 ? 1U : 0U;
        return given_up;
    }

    /// Has somebody who waits be awake when time changes what may be opened.
    void remind() noexcept {
        if constexpr (timed) places.remind();
    }

    /// What a thread of the pool can do now, if anything.
    [[nodiscard]] task take_task([[maybe_unused]] time_point now) noexcept {
        if constexpr (opens) {
            const auto limit = policies.template get<concerns::opening>().timeout();
            if (auto* p = places.begin_order(deadline::after(limit, now).when()))
                return {.place = static_cast<Slot*>(p), .serial = p->serial};
        }
        if constexpr (closes) {
            const std::size_t most = policies.template get<concerns::closing>().at_once();
            if (!staff.doomed.empty() && staff.closing < most) {
                task taken{
                    .doomed = std::move(staff.doomed.back().first),
                    .why = staff.doomed.back().second};
                staff.doomed.pop_back();
                ++staff.closing;
                return taken;
            }
        }
        return {};
    }

    /// The same, for one more thread.
    [[nodiscard]] task hire(time_point now) noexcept {
        task taken = take_task(now);
        if constexpr (staffed) staff.threads += taken ? 1U : 0U;
        return taken;
    }

    /// Nothing is out, and nothing is left to be closed.
    [[nodiscard]] bool drained() const noexcept {
        return places.drained() && places.count().abandoned + staff.unclosed() == 0;
    }

    /// Nobody will come here any more.
    [[nodiscard]] bool finished() const noexcept {
        return abandoned && places.drained() && staff.threads == 0;
    }
};

} // namespace cenote
