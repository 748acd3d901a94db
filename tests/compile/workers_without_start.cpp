// expect: workers policy: write `void start\(cenote::job&\) const`
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::workers;
#ifdef ACCEPT
    void start(cenote::job& work) const;
#endif
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
