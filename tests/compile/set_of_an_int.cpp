// expect: policy set: this type is no policy
#include <cenote/core/policy_set.hpp>

#ifdef ACCEPT
using given = cenote::retry::none;
#else
using given = int;
#endif

static_assert(sizeof(cenote::policy_set<cenote::waiting::fifo, given>) > 0);
