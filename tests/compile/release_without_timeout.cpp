// expect: release policy: write `duration timeout\(\) const noexcept`
#include <cenote/core/policy_set.hpp>

struct tidy {
    using concern = cenote::concerns::release;
    using needs = cenote::facts<>;
#ifdef ACCEPT
    [[nodiscard]] cenote::duration timeout() const noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<tidy>) > 0);
