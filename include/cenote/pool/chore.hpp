#pragma once

#include <cenote/base/close_cause.hpp>

#include <cenote/policy/validation/proof.hpp>

namespace cenote {

/// What an acquire needs done next.
template <class Slot>
struct chore {
    enum class kind : unsigned char {
        lend,   ///< The resource in `in` is fit: the acquire has succeeded.
        refuse, ///< There will be none: the acquire has failed.
        wait,   ///< Sleep until woken, or until it is time to look again.
        prove,  ///< Let the resource in `in` prove itself, as `how` says.
        close,  ///< Close what is in `in`, for the reason `why`.
        open,   ///< Open a resource in `in`.
    };

    kind what;
    Slot* in = nullptr;
    proof how{};
    close_cause why{};

    [[nodiscard]] static chore lend(Slot& s) noexcept { return {.what = kind::lend, .in = &s}; }

    [[nodiscard]] static chore refuse() noexcept { return {.what = kind::refuse}; }

    [[nodiscard]] static chore wait() noexcept { return {.what = kind::wait}; }

    [[nodiscard]] static chore open(Slot& s) noexcept { return {.what = kind::open, .in = &s}; }

    [[nodiscard]] static chore prove(Slot& s, proof how) noexcept {
        return {.what = kind::prove, .in = &s, .how = how};
    }

    [[nodiscard]] static chore close(Slot& s, close_cause why) noexcept {
        return {.what = kind::close, .in = &s, .why = why};
    }
};

} // namespace cenote
