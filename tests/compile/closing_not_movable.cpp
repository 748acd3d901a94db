// expect: closing policy: must be movable
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::closing;
#ifndef ACCEPT
    picky(picky&&) = delete;
#endif
    static constexpr bool detached = false;
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
