// expect: refreshing policy: must be movable
#include <cenote/core/policy_set.hpp>

struct nervous {
    using concern = cenote::concerns::refreshing;
#ifndef ACCEPT
    nervous(nervous&&) = delete;
#endif
    [[nodiscard]] cenote::reaction after(cenote::fault) const noexcept;
};

static_assert(sizeof(cenote::policy_set<nervous>) > 0);
