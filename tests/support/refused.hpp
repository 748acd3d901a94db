#pragma once

#include <stdexcept>
#include <string>

namespace test {

/// What a policy says when its values are checked; empty when they are good.
template <class Policy>
[[nodiscard]] std::string refused(const Policy& policy) {
    try {
        policy.check();
        return {};
    } catch (const std::invalid_argument& refusal) {
        return refusal.what();
    }
}

} // namespace test
