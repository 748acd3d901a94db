// expect: release policy: must be movable
#include <cenote/core/policy_set.hpp>

struct tidy {
    using concern = cenote::concerns::release;
#ifndef ACCEPT
    tidy(tidy&&) = delete;
#endif
    using needs = cenote::facts<>;
    [[nodiscard]] cenote::duration timeout() const noexcept;
};

static_assert(sizeof(cenote::policy_set<tidy>) > 0);
