// expect: refreshing policy: write `using concern = cenote::concerns::refreshing;`
#include <cenote/policy/refreshing.hpp>

struct nervous {
#ifdef ACCEPT
    using concern = cenote::concerns::refreshing;
#else
    using concern = cenote::concerns::retry;
#endif
    [[nodiscard]] cenote::reaction after(cenote::fault) const noexcept;
};

static_assert(sizeof(cenote::refreshing::check_policy<nervous>) > 0);
