// expect: release policy: reset asks the factory; write in it `void reset\(Resource&, deadline\)`
#include <cenote/core/policy_set.hpp>

struct resource {};

struct factory {
#ifdef ACCEPT
    void reset(resource&, cenote::deadline);
#endif
};

using policies = cenote::policy_set<cenote::release::discard_on_exception<cenote::release::reset>>;
static_assert(sizeof(cenote::check_policies_for<policies, factory, resource>) > 0);
