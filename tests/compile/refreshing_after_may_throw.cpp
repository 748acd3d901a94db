// expect: refreshing policy: after\(\) must be noexcept
#include <cenote/core/policy_set.hpp>

struct nervous {
    using concern = cenote::concerns::refreshing;
#ifdef ACCEPT
    [[nodiscard]] cenote::reaction after(cenote::fault) const noexcept;
#else
    [[nodiscard]] cenote::reaction after(cenote::fault) const;
#endif
};

static_assert(sizeof(cenote::policy_set<nervous>) > 0);
