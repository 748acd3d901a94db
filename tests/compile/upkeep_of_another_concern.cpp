// expect: upkeep policy: write `using concern = cenote::concerns::upkeep;`
#include <cenote/core/policy_set.hpp>

struct picky {
#ifdef ACCEPT
    using concern = cenote::concerns::upkeep;
#else
    using concern = cenote::concerns::closing;
#endif
    static constexpr bool works = false;
};

static_assert(sizeof(cenote::upkeep::check_policy<picky>) > 0);
