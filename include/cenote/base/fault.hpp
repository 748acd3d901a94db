#pragma once

#include <string_view>

namespace cenote {

/// What kind of failure it was: the one thing every decision after a failure depends on.
enum class fault : unsigned char {
    lost,       ///< The resource is gone (connection closed, reset, desynchronised): retire it.
    timed_out,  ///< It did not answer in time; as good as lost, since the answer may still come.
    transient,  ///< It failed this time and may succeed the next (deadlock, refused connect).
    overloaded, ///< The other side has no room (too many connections): back off.
    read_only,  ///< It is alive in the wrong role (a demoted primary): retire it.
    permanent,  ///< Trying again cannot help (bad password, bad SQL, no such table).
};

/// The enumerator's name, for logs and error texts.
[[nodiscard]] constexpr std::string_view to_string(fault what) noexcept {
    switch (what) {
    case fault::lost: return "lost";
    case fault::timed_out: return "timed_out";
    case fault::transient: return "transient";
    case fault::overloaded: return "overloaded";
    case fault::read_only: return "read_only";
    case fault::permanent: return "permanent";
    }
    return "unknown";
}

/// True for the faults after which the resource itself must not be used again, by anybody.
[[nodiscard]] constexpr bool ends_resource(fault what) noexcept {
    return what == fault::lost || what == fault::timed_out || what == fault::read_only;
}

} // namespace cenote
