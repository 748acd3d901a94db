#pragma once

#include <cenote/base/error.hpp>

#include <cenote/core/place.hpp>

namespace cenote::core {

/// What the ledger tells a caller to do next.
struct answer {
    enum class kind : unsigned char {
        lend,   ///< `where` holds an idle resource, now the caller's: judge it, then lend it.
        open,   ///< `where` is empty and the caller's: open a resource in it.
        wait,   ///< Nothing yet: park, then come back.
        refuse, ///< There will be nothing; `why` says why.
    };

    kind what;
    place* where = nullptr;
    errc why{};           ///< Of a refusal.
    bool newborn = false; ///< Of the resource to lend: nobody has had it yet.

    [[nodiscard]] static answer lend(place& p) noexcept {
        return {.what = kind::lend, .where = &p};
    }

    [[nodiscard]] static answer open(place& p) noexcept {
        return {.what = kind::open, .where = &p};
    }

    [[nodiscard]] static answer wait() noexcept { return {.what = kind::wait}; }

    [[nodiscard]] static answer refuse(errc why) noexcept {
        return {.what = kind::refuse, .why = why};
    }
};

} // namespace cenote::core
