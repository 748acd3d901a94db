#pragma once

#include <cenote/base/refusal.hpp>

/// How policies refuse bad values. A policy is a plain struct that anybody may fill; one that can
/// be filled wrongly has `void check() const`, which throws, and the pool's constructor calls it.
namespace cenote {

/// Calls `policy.check()` when there is one.
template <class Policy>
void check_values(const Policy& policy) {
    if constexpr (requires { policy.check(); }) policy.check();
}

} // namespace cenote
