// expect: closing policy: write `using concern = cenote::concerns::closing;`
#include <cenote/core/policy_set.hpp>

struct picky {
#ifdef ACCEPT
    using concern = cenote::concerns::closing;
#else
    using concern = cenote::concerns::opening;
#endif
    static constexpr bool detached = false;
};

static_assert(sizeof(cenote::closing::check_policy<picky>) > 0);
