// expect: recycling policy: write `using concern = cenote::concerns::recycling;`
#include <cenote/core/policy_set.hpp>

struct stranger {};

#ifdef ACCEPT
using part = cenote::recycling::max_idle;
#else
using part = stranger;
#endif

static_assert(sizeof(cenote::policy_set<cenote::recycling::any_of<part>>) > 0);
