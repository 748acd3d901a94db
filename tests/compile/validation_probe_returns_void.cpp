// expect: a probe must return cenote::health or bool
#include <cenote/core/policy_set.hpp>

struct factory {};

struct resource {};

struct sonar {
#ifdef ACCEPT
    [[nodiscard]] cenote::health operator()(resource&, cenote::deadline) const;
#else
    void operator()(resource&, cenote::deadline) const;
#endif
};

using policies = cenote::policy_set<cenote::validation::always<sonar>>;
static_assert(sizeof(cenote::check_policies_for<policies, factory, resource>) > 0);
