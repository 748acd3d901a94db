// expect: observer policy: on_failed .*write `void on_failed\(errc\) noexcept`
#include <cenote/core/policy_set.hpp>

struct diary {
    using concern = cenote::concerns::observer;
#ifdef ACCEPT
    void on_failed(cenote::errc) noexcept;
#else
    void on_failed() noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<diary>) > 0);
