// expect: policy set: two policies answer the same concern; give at most one for each
#include <cenote/core/policy_set.hpp>

#ifdef ACCEPT
using other = cenote::waiting::fifo;
#else
using other = cenote::retry::constant;
#endif

static_assert(sizeof(cenote::policy_set<cenote::retry::none, other>) > 0);
