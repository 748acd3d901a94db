// expect: workers policy: must be movable
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::workers;
#ifndef ACCEPT
    picky(picky&&) = delete;
#endif
    void start(cenote::job& work) const;
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
