// expect: upkeep policy: write `static constexpr bool works
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::upkeep;
#ifdef ACCEPT
    static constexpr bool works = false;
#endif
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
