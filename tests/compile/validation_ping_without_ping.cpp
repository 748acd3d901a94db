// expect: validation policy: probe::ping asks .*write in it `health ping\(Resource&, deadline\)`
#include <cenote/core/policy_set.hpp>

struct resource {};

struct factory {
#ifdef ACCEPT
    [[nodiscard]] cenote::health ping(resource&, cenote::deadline);
#endif
};

using policies = cenote::policy_set<cenote::validation::after_idle<>>;
static_assert(sizeof(cenote::check_policies_for<policies, factory, resource>) > 0);
