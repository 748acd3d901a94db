// expect: refreshing policy: after\(\) must return cenote::reaction
#include <cenote/core/policy_set.hpp>

struct nervous {
    using concern = cenote::concerns::refreshing;
#ifdef ACCEPT
    [[nodiscard]] cenote::reaction after(cenote::fault) const noexcept;
#else
    [[nodiscard]] bool after(cenote::fault) const noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<nervous>) > 0);
