// expect: closing policy: write `static constexpr bool detached
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::closing;
#ifdef ACCEPT
    static constexpr bool detached = false;
#endif
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
