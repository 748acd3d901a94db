#pragma once

#include <string_view>

namespace cenote {

/// Why the pool closed a resource; each cause is counted apart.
enum class close_cause : unsigned char {
    too_old,     ///< Its lifetime was over.
    too_idle,    ///< It was not wanted for too long.
    used_up,     ///< It had been lent as often as it may be.
    found_dead,  ///< It failed its proof.
    refreshed,   ///< A refresh made its generation a thing of the past.
    discarded,   ///< Its borrower, or the release policy, gave it up.
    unclean,     ///< It could not be cleaned when it came back.
    pool_closed, ///< The pool was closed.
    late,        ///< It took so long to open that the pool had given up on it.
};

/// How many causes there are: they number from 0 to one less.
inline constexpr unsigned close_causes = 9;

/// The enumerator's name, for logs and error texts.
[[nodiscard]] constexpr std::string_view to_string(close_cause why) noexcept {
    switch (why) {
    case close_cause::too_old: return "too_old";
    case close_cause::too_idle: return "too_idle";
    case close_cause::used_up: return "used_up";
    case close_cause::found_dead: return "found_dead";
    case close_cause::refreshed: return "refreshed";
    case close_cause::discarded: return "discarded";
    case close_cause::unclean: return "unclean";
    case close_cause::pool_closed: return "pool_closed";
    case close_cause::late: return "late";
    }
    return "unknown";
}

} // namespace cenote
