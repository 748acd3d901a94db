#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/error.hpp>
#include <cenote/base/fault.hpp>
#include <cenote/base/health.hpp>

#include <cenote/policy/validation/proof.hpp>

#include <cstdint>
#include <type_traits>

/// One requirement for each hook: a member with the hook's name, when there is one, is one that the
/// pool can call. Without it a misspelt parameter list would silently never be called.
namespace cenote::observer::requirement {

/// Has a member for every hook. A class that derives from this and from an observer finds a name in
/// two bases, and so has no address for it, exactly when the observer has a member of that name,
/// however it is declared.
struct every_name {
    int on_opened, on_open_failed, on_validated, on_lent, on_returned, on_closed, on_refreshed,
        on_waiting, on_failed;
};

template <class P>
struct with_every_name : P, every_name {};

/// What cannot be derived from is asked for the member itself, which misses overloaded ones.
template <class P>
concept derivable = std::is_class_v<P> && !std::is_final_v<P>;

template <class P>
concept names_opened =
    (derivable<P> && !requires { &with_every_name<P>::on_opened; }) || requires { &P::on_opened; };

template <class P>
concept opened = !names_opened<P> || requires(P& p) {
    { p.on_opened() } noexcept;
};

template <class P>
concept names_open_failed = (derivable<P> && !requires { &with_every_name<P>::on_open_failed; }) ||
                            requires { &P::on_open_failed; };

template <class P>
concept open_failed = !names_open_failed<P> || requires(P& p) {
    { p.on_open_failed(fault::lost) } noexcept;
};

template <class P>
concept names_validated = (derivable<P> && !requires { &with_every_name<P>::on_validated; }) ||
                          requires { &P::on_validated; };

template <class P>
concept validated = !names_validated<P> || requires(P& p) {
    { p.on_validated(proof::ping, health{true}) } noexcept;
};

template <class P>
concept names_lent =
    (derivable<P> && !requires { &with_every_name<P>::on_lent; }) || requires { &P::on_lent; };

template <class P>
concept lent = !names_lent<P> || requires(P& p) {
    { p.on_lent() } noexcept;
};

template <class P>
concept names_returned = (derivable<P> && !requires { &with_every_name<P>::on_returned; }) ||
                         requires { &P::on_returned; };

template <class P>
concept returned = !names_returned<P> || requires(P& p) {
    { p.on_returned() } noexcept;
};

template <class P>
concept names_closed =
    (derivable<P> && !requires { &with_every_name<P>::on_closed; }) || requires { &P::on_closed; };

template <class P>
concept closed = !names_closed<P> || requires(P& p) {
    { p.on_closed(close_cause::too_old) } noexcept;
};

template <class P>
concept names_refreshed = (derivable<P> && !requires { &with_every_name<P>::on_refreshed; }) ||
                          requires { &P::on_refreshed; };

template <class P>
concept refreshed = !names_refreshed<P> || requires(P& p) {
    { p.on_refreshed(std::uint64_t{1}) } noexcept;
};

template <class P>
concept names_waiting = (derivable<P> && !requires { &with_every_name<P>::on_waiting; }) ||
                        requires { &P::on_waiting; };

template <class P>
concept waiting = !names_waiting<P> || requires(P& p) {
    { p.on_waiting() } noexcept;
};

template <class P>
concept names_failed =
    (derivable<P> && !requires { &with_every_name<P>::on_failed; }) || requires { &P::on_failed; };

template <class P>
concept failed = !names_failed<P> || requires(P& p) {
    { p.on_failed(errc::exhausted) } noexcept;
};

} // namespace cenote::observer::requirement
