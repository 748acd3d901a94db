// expect: a probe must be .*write `health operator\(\)\(Resource&, deadline\) const`
#include <cenote/core/policy_set.hpp>

struct factory {};

struct resource {};

struct sonar {
#ifdef ACCEPT
    [[nodiscard]] cenote::health operator()(resource&, cenote::deadline) const;
#else
    [[nodiscard]] cenote::health operator()(resource&, cenote::deadline);
#endif
};

using policies = cenote::policy_set<cenote::validation::always<sonar>>;
static_assert(sizeof(cenote::check_policies_for<policies, factory, resource>) > 0);
