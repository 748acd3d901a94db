// expect: policy set: a value is passed for a policy that the set does not name
#include <cenote/core/policy_set.hpp>

void make() {
#ifdef ACCEPT
    using policies = cenote::policy_set<cenote::waiting::barging, cenote::retry::none>;
#else
    using policies = cenote::policy_set<cenote::retry::none>;
#endif
    const policies made{cenote::retry::none{}, cenote::waiting::barging{}};
    static_cast<void>(made);
}
