// expect: order policy: write `static constexpr cenote::precedence rule
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::order;
#ifdef ACCEPT
    static constexpr cenote::precedence rule = cenote::precedence::lowest;
#else
    static constexpr int rule = 2;
#endif
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
