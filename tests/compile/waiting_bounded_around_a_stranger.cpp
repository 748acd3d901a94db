// expect: waiting policy: write `using concern = cenote::concerns::waiting;`
#include <cenote/core/policy_set.hpp>

#ifdef ACCEPT
using inner = cenote::waiting::fifo;
#else
using inner = cenote::retry::none;
#endif

static_assert(sizeof(cenote::policy_set<cenote::waiting::bounded<inner>>) > 0);
