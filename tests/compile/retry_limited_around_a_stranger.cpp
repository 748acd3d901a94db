// expect: retry policy: write `using concern = cenote::concerns::retry;`
#include <cenote/core/policy_set.hpp>

#ifdef ACCEPT
using inner = cenote::retry::constant;
#else
using inner = int;
#endif

static_assert(sizeof(cenote::policy_set<cenote::retry::limited<inner>>) > 0);
