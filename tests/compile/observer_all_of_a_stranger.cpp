// expect: observer policy: write `using concern = cenote::concerns::observer;`
#include <cenote/core/policy_set.hpp>

struct stranger {};

#ifdef ACCEPT
using part = cenote::observer::counters;
#else
using part = stranger;
#endif

static_assert(sizeof(cenote::policy_set<cenote::observer::all_of<part>>) > 0);
