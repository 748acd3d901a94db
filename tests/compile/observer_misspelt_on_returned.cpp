// expect: observer policy: on_returned .*write `void on_returned\(\) noexcept`
#include <cenote/core/policy_set.hpp>

struct diary {
    using concern = cenote::concerns::observer;
#ifdef ACCEPT
    void on_returned() noexcept;
#else
    void on_returned(int) noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<diary>) > 0);
