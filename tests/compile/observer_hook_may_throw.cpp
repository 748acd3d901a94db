// expect: observer policy: on_lent would never be called; write `void on_lent\(\) noexcept`
#include <cenote/core/policy_set.hpp>

struct diary {
    using concern = cenote::concerns::observer;
#ifdef ACCEPT
    void on_lent() noexcept;
#else
    void on_lent();
#endif
};

static_assert(sizeof(cenote::policy_set<diary>) > 0);
