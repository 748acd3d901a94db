// expect: observer policy: on_opened .*write `void on_opened\(\) noexcept`
#include <cenote/core/policy_set.hpp>

struct diary {
    using concern = cenote::concerns::observer;
#ifdef ACCEPT
    void on_opened() noexcept;
#else
    void on_opened(int) noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<diary>) > 0);
