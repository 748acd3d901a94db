// expect: order policy: write `using concern = cenote::concerns::order;`
#include <cenote/core/policy_set.hpp>

struct picky {
#ifdef ACCEPT
    using concern = cenote::concerns::order;
#else
    using concern = cenote::concerns::waiting;
#endif
    static constexpr cenote::precedence rule = cenote::precedence::lowest;
};

static_assert(sizeof(cenote::order::check_policy<picky>) > 0);
