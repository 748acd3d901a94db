#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/time.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/factory.hpp>
#include <cenote/policy/observer/tell.hpp>
#include <cenote/policy/release/cleaning.hpp>

#include <exception>
#include <memory>
#include <optional>

/// What is done to a resource that comes home. Each function works on one slot, which is the
/// caller's, runs user code with the book unlocked, and may end the house when it is the last.
namespace cenote::incoming {

/// Cleans the resource. False when that failed, and told the pool of what.
template <class House>
[[nodiscard]] bool clean(House& house, typename House::slot& s) noexcept {
    const auto& release = house.template policy<concerns::release>();
    try {
        const deadline until = house.within(release.timeout(), deadline::never());
        release.clean(house.factory(), *s.held, until);
        return true;
    } catch (...) {
        house.failed(s, classify(house.factory(), *s.held, std::current_exception()));
        return false;
    }
}

/// Why the resource must be closed, after it has been cleaned if need be; nothing when it is kept.
template <class House>
[[nodiscard]] std::optional<close_cause>
unkeepable(House& house, typename House::slot& s, time_point returned) noexcept {
    using recycling = typename House::template policy_type<concerns::recycling>;
    using release = typename House::template policy_type<concerns::release>;
    const auto expired = house.template policy<concerns::recycling>().expired(
        s.past.template tell<typename recycling::needs>(returned));
    if (expired) return expired;
    const cleaning wanted = house.template policy<concerns::release>().required(
        house.factory(), *s.held, s.past.template tell<typename release::needs>(returned));
    if (wanted == cleaning::discard) return close_cause::discarded;
    if (wanted == cleaning::clean && !clean(house, s)) return close_cause::unclean;
    return std::nullopt;
}

/// A lease ended: the resource is cleaned, and kept or closed.
template <class House>
void give_back(House& house, typename House::slot& s) noexcept {
    observer::tell::returned(house.template policy<concerns::observer>());
    const time_point returned = house.now_if_told();
    s.past.returned(returned);
    if (const auto why = unkeepable(house, s, returned))
        house.remove(s, *why);
    else
        house.put_back(s);
}

/// A lease gave its resource up, and says of what it failed if it failed.
template <class House>
void discard(House& house, typename House::slot& s, std::optional<fault> what) noexcept {
    observer::tell::returned(house.template policy<concerns::observer>());
    if (what) house.failed(s, *what);
    house.remove(s, close_cause::discarded);
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
