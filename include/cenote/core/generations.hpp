#pragma once

#include <cenote/policy/refreshing/concept.hpp>

#include <cenote/core/answer.hpp>
#include <cenote/core/place.hpp>

#include <algorithm>
#include <cstdint>

namespace cenote::core {

/// The pool's generation, and what it makes of the resources of earlier ones.
///
/// Thread-safety: none, the ledger's lock guards it. Complexity: O(1).
class generations {
public:
    /// The number that resources are born with now.
    [[nodiscard]] std::uint64_t now() const noexcept { return now_; }

    [[nodiscard]] standing of(const place& p) const noexcept {
        if (p.generation < retired_below_) return standing::retired;
        return p.generation < now_ ? standing::suspect : standing::current;
    }

    /// A resource of generation `failed` was found dead. Only the first of its generation moves
    /// the pool on: the rest see a failure that has been dealt with. True when it did. A suspect
    /// may still turn out worse than suspected: what is no younger than it is retired then.
    bool refresh_after(std::uint64_t failed, reaction how) noexcept {
        if (how == reaction::none) return false;
        if (failed < now_) {
            if (how == reaction::retire) retired_below_ = std::max(retired_below_, failed + 1);
            return false;
        }
        refresh(how);
        return true;
    }

    /// Everything older than now becomes suspect, or retired.
    void refresh(reaction how) noexcept {
        ++now_;
        if (how == reaction::retire) retired_below_ = now_;
    }

private:
    std::uint64_t now_ = 1;
    std::uint64_t retired_below_ = 0;
};

} // namespace cenote::core
