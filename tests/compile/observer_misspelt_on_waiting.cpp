// expect: observer policy: on_waiting .*write `void on_waiting\(\) noexcept`
#include <cenote/core/policy_set.hpp>

struct diary {
    using concern = cenote::concerns::observer;
#ifdef ACCEPT
    void on_waiting() noexcept;
#else
    void on_waiting(int) noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<diary>) > 0);
