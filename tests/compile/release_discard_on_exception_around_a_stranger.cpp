// expect: release policy: write `using concern = cenote::concerns::release;`
#include <cenote/core/policy_set.hpp>

#ifdef ACCEPT
using inner = cenote::release::keep;
#else
using inner = int;
#endif

static_assert(sizeof(cenote::policy_set<cenote::release::discard_on_exception<inner>>) > 0);
