// expect: release policy: write `using concern = cenote::concerns::release;`
#include <cenote/policy/release.hpp>

struct tidy {
#ifdef ACCEPT
    using concern = cenote::concerns::release;
#else
    using concern = cenote::concerns::retry;
#endif
    using needs = cenote::facts<>;
    [[nodiscard]] cenote::duration timeout() const noexcept;
};

static_assert(sizeof(cenote::release::check_policy<tidy>) > 0);
