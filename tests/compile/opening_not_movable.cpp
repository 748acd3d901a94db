// expect: opening policy: must be movable
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::opening;
#ifndef ACCEPT
    picky(picky&&) = delete;
#endif
    static constexpr bool detached = false;
    [[nodiscard]] std::size_t at_once() const noexcept;
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
