// expect: workers policy: write `using concern = cenote::concerns::workers;`
#include <cenote/core/policy_set.hpp>

struct picky {
#ifdef ACCEPT
    using concern = cenote::concerns::workers;
#else
    using concern = cenote::concerns::opening;
#endif
    void start(cenote::job& work) const;
};

static_assert(sizeof(cenote::workers::check_policy<picky>) > 0);
