#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/error.hpp>
#include <cenote/base/fault.hpp>
#include <cenote/base/health.hpp>

#include <cenote/policy/validation/proof.hpp>

#include <cstdint>

/// Tells an observer of an event when it has the hook for it, and compiles to nothing when not:
/// `observer::tell::closed(observer, why);`.
namespace cenote::observer::tell {

/// A resource was opened.
template <class Observer>
constexpr void opened(Observer& observer) noexcept {
    if constexpr (requires { observer.on_opened(); }) observer.on_opened();
}

/// An attempt to open one failed.
template <class Observer>
constexpr void open_failed(Observer& observer, fault why) noexcept {
    if constexpr (requires { observer.on_open_failed(why); }) observer.on_open_failed(why);
}

/// A resource was asked for a proof, and what came of it.
template <class Observer>
constexpr void validated(Observer& observer, proof asked, health found) noexcept {
    if constexpr (requires { observer.on_validated(asked, found); }) {
        observer.on_validated(asked, found);
    }
}

/// A resource was lent.
template <class Observer>
constexpr void lent(Observer& observer) noexcept {
    if constexpr (requires { observer.on_lent(); }) observer.on_lent();
}

/// A lease ended.
template <class Observer>
constexpr void returned(Observer& observer) noexcept {
    if constexpr (requires { observer.on_returned(); }) observer.on_returned();
}

/// A resource was closed.
template <class Observer>
constexpr void closed(Observer& observer, close_cause why) noexcept {
    if constexpr (requires { observer.on_closed(why); }) observer.on_closed(why);
}

/// A refresh made `generation` the newest one.
template <class Observer>
constexpr void refreshed(Observer& observer, std::uint64_t generation) noexcept {
    if constexpr (requires { observer.on_refreshed(generation); }) {
        observer.on_refreshed(generation);
    }
}

/// A caller began to wait.
template <class Observer>
constexpr void waiting(Observer& observer) noexcept {
    if constexpr (requires { observer.on_waiting(); }) observer.on_waiting();
}

/// An acquire ended without a lease.
template <class Observer>
constexpr void failed(Observer& observer, errc kind) noexcept {
    if constexpr (requires { observer.on_failed(kind); }) observer.on_failed(kind);
}

} // namespace cenote::observer::tell
