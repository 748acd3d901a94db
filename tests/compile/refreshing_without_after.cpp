// expect: refreshing policy: write `reaction after\(fault\) const noexcept`
#include <cenote/core/policy_set.hpp>

struct nervous {
    using concern = cenote::concerns::refreshing;
#ifdef ACCEPT
    [[nodiscard]] cenote::reaction after(cenote::fault) const noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<nervous>) > 0);
