#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/awaited.hpp>
#include <cenote/policy/concerns.hpp>
#include <cenote/policy/factory.hpp>
#include <cenote/policy/observer/tell.hpp>
#include <cenote/policy/release/cleaning.hpp>

#include <cenote/pool/apart.hpp>
#include <cenote/pool/slot.hpp>

#include <exception>
#include <memory>
#include <optional>

/// What is done to a resource that comes home. Each function works on one slot, which is the
/// caller's, runs user code with the book unlocked, and may end the house when it is the last.
namespace cenote::incoming {

/// Whether to close a resource takes no time worth a worker's: others do it, or it is opened by
/// awaiting and therefore closed without waiting for a peer.
template <class House>
inline constexpr bool closes_at_once =
    House::book::closes || opens_by_awaiting<typename House::factory_type>;

/// Closes the resource and vacates its place.
template <class House>
void remove(House& house, typename House::slot& s, close_cause why, borrower from) noexcept {
    if (closes_at_once<House> || from == borrower::thread)
        house.remove(s, why);
    else
        set_apart(house, [&house, &s, why](const std::exception_ptr*) { house.remove(s, why); });
}

/// Hands the resource to the next, or closes it when its time is over.
template <class House>
void put_back(House& house, typename House::slot& s, borrower from) noexcept {
    if (const auto why = house.keep(s)) remove(house, s, *why, from);
}

/// Has the release policy clean the resource. Where it returns an awaitable, that is not done then.
template <class House>
auto begin_cleaning(House& house, typename House::slot& s, deadline until) {
    return house.template policy<concerns::release>().clean(house.factory(), *s.held, until);
}

/// Cleaning has ended, of `thrown` or, if that is null, well: keeps the resource, or closes it.
template <class House>
void cleaned(House& house, typename House::slot& s, const std::exception_ptr& thrown) noexcept {
    if (!thrown) return house.put_back(s);
    house.failed(s, classify(house.factory(), *s.held, thrown));
    house.remove(s, close_cause::unclean);
}

/// Cleans the resource on this thread.
template <class House>
void clean_here(House& house, typename House::slot& s, deadline until) noexcept {
    std::exception_ptr thrown;
    try {
        begin_cleaning(house, s, until);
    } catch (...) {
        thrown = std::current_exception();
    }
    cleaned(house, s, thrown);
}

/// Has the resource cleaned: on this thread if it may block.
template <class House>
void clean(House& house, typename House::slot& s, borrower from) noexcept {
    const deadline until =
        house.within(house.template policy<concerns::release>().timeout(), deadline::never());
    if constexpr (awaitable<decltype(begin_cleaning(house, s, until))>)
        // Found by the house's namespace, in asio/: whoever has something to await includes that.
        await_apart(
            house,
            until,
            [&house, &s, until] { return begin_cleaning(house, s, until); },
            [&house, &s](const std::exception_ptr& thrown) { cleaned(house, s, thrown); });
    else if (from == borrower::thread)
        clean_here(house, s, until);
    else
        set_apart(
            house, [&house, &s, until](const std::exception_ptr*) { clean_here(house, s, until); });
}

/// A lease ended, and its resource is not simply idle again. Apart, to keep short what is.
template <class House>
[[gnu::noinline]] void give_back_with_care(
    House& house,
    typename House::slot& s,
    cleaning wanted,
    std::optional<close_cause> why) noexcept {
    const borrower from = s.lent_to();
    if (wanted == cleaning::discard) why = close_cause::discarded;
    if (why)
        remove(house, s, *why, from);
    else if (wanted == cleaning::clean)
        clean(house, s, from);
    else
        put_back(house, s, from);
}

/// A lease ended: the resource is cleaned, and kept or closed.
template <class House>
void give_back(House& house, typename House::slot& s) noexcept {
    using recycling = typename House::template policy_type<concerns::recycling>;
    using release = typename House::template policy_type<concerns::release>;
    observer::tell::returned(house.template policy<concerns::observer>());
    const time_point returned = house.now_if_told();
    s.past.returned(returned);
    const auto expired = house.template policy<concerns::recycling>().expired(
        s.past.template tell<typename recycling::needs>(returned));
    auto wanted = cleaning::none;
    if (!expired)
        wanted = house.template policy<concerns::release>().required(
            house.factory(), *s.held, s.past.template tell<typename release::needs>(returned));
    if (expired || wanted != cleaning::none || !house.put(s))
        give_back_with_care(house, s, wanted, expired);
}

/// A lease gave its resource up, and says of what it failed if it failed.
template <class House>
void discard(House& house, typename House::slot& s, std::optional<fault> what) noexcept {
    observer::tell::returned(house.template policy<concerns::observer>());
    if (what) house.failed(s, *what);
    remove(house, s, close_cause::discarded, s.lent_to());
}

/// A lease keeps the resource for good.
template <class House>
[[nodiscard]] std::unique_ptr<typename House::resource>
detach(House& house, typename House::slot& s) noexcept {
    observer::tell::returned(house.template policy<concerns::observer>());
    auto taken = std::move(s.held);
    house.vacate(s);
    return taken;
}

} // namespace cenote::incoming
