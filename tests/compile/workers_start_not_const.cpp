// expect: workers policy: start\(\) must be const
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::workers;
#ifdef ACCEPT
    void start(cenote::job& work) const;
#else
    void start(cenote::job& work);
#endif
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
