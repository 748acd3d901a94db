#pragma once

#include <cenote/base/close_cause.hpp>

#include <cenote/policy/validation/proof.hpp>

#include <cenote/core/standing.hpp>

#include <optional>

namespace cenote::core {

/// What is to be done with an idle resource before it is lent.
struct fitness {
    std::optional<close_cause> close{}; ///< Close it, for this cause; else:
    proof prove = proof::none;          ///< let it prove itself this far, then lend it.

    friend bool operator==(const fitness&, const fitness&) noexcept = default;
};

/// Judges an idle resource from what the refreshes, the recycling policy and the validation policy
/// say of it. A suspect must make a round trip to clear itself; where nothing can prove it
/// (`provable` is false), it is closed instead.
[[nodiscard]] constexpr fitness
judge(standing how, std::optional<close_cause> expired, proof required, bool provable) noexcept {
    if (how == standing::retired) return {.close = close_cause::refreshed};
    if (expired) return {.close = expired};
    if (how == standing::current) return {.prove = required};
    if (!provable) return {.close = close_cause::refreshed};
    return {.prove = proof::ping};
}

} // namespace cenote::core
