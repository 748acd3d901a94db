// expect: release policy: write `using needs = cenote::facts<...>;`
#include <cenote/core/policy_set.hpp>

struct tidy {
    using concern = cenote::concerns::release;
    [[nodiscard]] cenote::duration timeout() const noexcept;
#ifdef ACCEPT
    using needs = cenote::facts<>;
#endif
};

static_assert(sizeof(cenote::policy_set<tidy>) > 0);
