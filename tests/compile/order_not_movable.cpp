// expect: order policy: must be movable
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::order;
#ifndef ACCEPT
    picky(picky&&) = delete;
#endif
    static constexpr cenote::precedence rule = cenote::precedence::lowest;
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
