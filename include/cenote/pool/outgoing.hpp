#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/fault.hpp>
#include <cenote/base/health.hpp>
#include <cenote/base/random.hpp>

#include <cenote/policy/awaited.hpp>
#include <cenote/policy/concerns.hpp>
#include <cenote/policy/factory.hpp>
#include <cenote/policy/observer/tell.hpp>
#include <cenote/policy/validation/concept.hpp>

#include <cenote/core/fitness.hpp>
#include <cenote/core/standing.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

/// What is done to a resource on its way to a borrower. Each function works on one slot, which is
/// the caller's, and runs user code with the book unlocked.
namespace cenote::outgoing {

/// Why the recycling policy would have the idle resource closed, if it would.
template <class House>
[[nodiscard]] std::optional<close_cause>
expired(House& house, const typename House::slot& s, time_point asked) noexcept {
    using recycling = typename House::template policy_type<concerns::recycling>;
    return house.template policy<concerns::recycling>().expired(
        s.past.template tell<typename recycling::needs>(asked));
}

/// How far the validation policy would have the idle resource prove itself.
template <class House>
[[nodiscard]] proof
required(House& house, const typename House::slot& s, time_point asked) noexcept {
    using validation = typename House::template policy_type<concerns::validation>;
    return house.template policy<concerns::validation>().required(
        s.past.template tell<typename validation::needs>(asked));
}

/// What is to be done with an idle resource before it is lent.
template <class House>
[[nodiscard]] core::fitness judge(House& house, const typename House::slot& s) noexcept {
    const time_point asked = house.now_if_told();
    return core::judge(
        house.epoch().of(s),
        expired(house, s, asked),
        required(house, s, asked),
        cenote::validation::can_prove(house.template policy<concerns::validation>()));
}

/// Whether nothing is to be done; the same judgement, where it is reached shortest.
template <class House>
[[nodiscard]] bool is_ready(House& house, const typename House::slot& s) noexcept {
    if (house.epoch().of(s) != core::standing::current) return false;
    const time_point asked = house.now_if_told();
    return !expired(house, s, asked) && required(house, s, asked) == proof::none;
}

/// What a resource was asked, and when.
struct question {
    proof how{};
    deadline until = deadline::never();
    std::uint64_t asked{}; ///< In this generation.

    /// Only a round trip can be late.
    [[nodiscard]] bool timed() const noexcept { return how == proof::ping; }
};

/// The resource is about to be asked, within the policy's timeout and `until`.
template <class House>
[[nodiscard]] question
ask(House& house, typename House::slot& s, proof how, deadline until) noexcept {
    s.prove();
    if (how == proof::ping)
        until = house.within(house.template policy<concerns::validation>().timeout(), until);
    return {.how = how, .until = until, .asked = house.epoch().now()};
}

/// It has answered with `found`, or of `thrown`, if that is not null, which means what the factory
/// says that it means. An answer that comes late counts as none.
template <class House>
[[nodiscard]] health answered(
    House& house,
    typename House::slot& s,
    const question& put,
    health found,
    const std::exception_ptr& thrown) noexcept {
    if (thrown) found = classify(house.factory(), *s.held, thrown);
    if (put.timed() && found.alive() && house.passed(put.until)) found = fault::timed_out;
    observer::tell::validated(house.template policy<concerns::observer>(), put.how, found);
    if (found.alive()) {
        s.generation = put.asked; // a refresh since then was not answered by this proof
        s.past.proven(house.now_if_told());
    } else {
        house.failed(s, found.why());
    }
    return found;
}

/// What the validation policy returns of what was asked: how the resource is, or an awaitable of that.
template <class House>
auto prove_as(House& house, typename House::slot& s, const question& put) {
    return house.template policy<concerns::validation>().prove(
        house.factory(), *s.held, put.how, put.until);
}

/// Whether proofs must be awaited.
template <class House>
inline constexpr bool proves_by_awaiting = awaitable<decltype(prove_as(
    std::declval<House&>(),
    std::declval<typename House::slot&>(),
    std::declval<const question&>()))>;

/// Lets the resource prove itself, on this thread. What was thrown on the way is put into `thrown`.
template <class House>
[[nodiscard]] health prove(
    House& house,
    typename House::slot& s,
    proof how,
    deadline until,
    std::exception_ptr& thrown) noexcept {
    const question put = ask(house, s, how, until);
    health found = true;
    try {
        found = prove_as(house, s, put);
    } catch (...) {
        thrown = std::current_exception();
    }
    return answered(house, s, put, found, thrown);
}

/// A resource that is in no slot yet, and its history.
template <class House>
struct opened {
    std::unique_ptr<typename House::resource> held;
    typename House::history past;
};

/// A resource has just been opened: its history begins.
template <class House>
[[nodiscard]] opened<House>
born(House& house, std::unique_ptr<typename House::resource> held) noexcept {
    opened<House> fresh{.held = std::move(held), .past = {}};
    const double draw = House::history::drawn ? draw_evenly() : 0.0;
    fresh.past.born(house.now_if_told(), draw);
    observer::tell::opened(house.template policy<concerns::observer>());
    return fresh;
}

/// Opens a resource. Throws what the factory throws.
template <class House>
[[nodiscard]] opened<House> open(House& house, deadline until) {
    using resource = typename House::resource;
    return born(house, std::unique_ptr<resource>{new resource(house.factory().open(until))});
}

/// What was opened for the slot moves in. False when the pool was closed meanwhile.
template <class House>
[[nodiscard]] bool move_in(House& house, typename House::slot& s, opened<House> fresh) noexcept {
    s.held = std::move(fresh.held);
    s.past = fresh.past;
    std::exception_ptr before; // let go of without the lock
    return house.event([&](auto& b) {
        before = b.opened();
        return b.places.opened(s);
    });
}

/// Opens a resource in the slot. Null when that went well; false in `wanted` then says that the pool
/// was closed meanwhile. Else what the factory threw, and the slot is as it was.
template <class House>
[[nodiscard]] std::exception_ptr
open_in(House& house, typename House::slot& s, deadline until, bool& wanted) noexcept {
    try {
        wanted = move_in(house, s, open(house, until));
        return nullptr;
    } catch (...) {
        return std::current_exception();
    }
}

/// An open failed of `thrown`: tells the observer. Returns what that means.
template <class House>
[[nodiscard]] fault open_failed(House& house, const std::exception_ptr& thrown) noexcept {
    const fault what = classify(house.factory(), thrown);
    observer::tell::open_failed(house.template policy<concerns::observer>(), what);
    return what;
}

/// An open in the slot failed of `what`: notes it, vacates the place, and returns `next(book&)`.
template <class House, class Next>
auto give_up(
    House& house,
    typename House::slot& s,
    fault what,
    const std::exception_ptr& thrown,
    Next next) noexcept {
    const double draw = draw_evenly();
    std::exception_ptr before; // let go of without the lock
    return house.event([&](auto& b) {
        before = b.open_failed(what, thrown);
        b.places.open_failed(what, draw);
        b.places.vacate(s);
        return next(b);
    });
}

} // namespace cenote::outgoing
