// expect: observer policy: on_open_failed .*write `void on_open_failed\(fault\) noexcept`
#include <cenote/core/policy_set.hpp>

struct diary {
    using concern = cenote::concerns::observer;
#ifdef ACCEPT
    void on_open_failed(cenote::fault) noexcept;
#else
    void on_open_failed() noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<diary>) > 0);
