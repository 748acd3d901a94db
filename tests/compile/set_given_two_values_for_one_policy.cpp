// expect: policy set: two values are passed for one policy; pass one
#include <cenote/core/policy_set.hpp>

#ifdef ACCEPT
using other = cenote::retry::none;
#else
using other = cenote::waiting::fifo_after;
#endif

void make() {
    using policies = cenote::policy_set<cenote::waiting::fifo_after, cenote::retry::none>;
    const policies made{cenote::waiting::fifo_after{}, other{}};
    static_cast<void>(made);
}
