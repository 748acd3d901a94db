// expect: observer policy: must be movable
#include <cenote/core/policy_set.hpp>

struct diary {
    using concern = cenote::concerns::observer;
#ifndef ACCEPT
    diary(diary&&) = delete;
#endif
    void on_lent() noexcept;
};

static_assert(sizeof(cenote::policy_set<diary>) > 0);
