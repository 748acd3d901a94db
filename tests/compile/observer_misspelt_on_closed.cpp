// expect: observer policy: on_closed .*write `void on_closed\(close_cause\) noexcept`
#include <cenote/core/policy_set.hpp>

struct diary {
    using concern = cenote::concerns::observer;
#ifdef ACCEPT
    void on_closed(cenote::close_cause) noexcept;
#else
    void on_closed() noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<diary>) > 0);
