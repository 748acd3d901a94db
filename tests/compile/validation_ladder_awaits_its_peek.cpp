// expect: validation policy: the lower rung of a ladder answers at once
#include <cenote/core/policy_set.hpp>

struct resource {};

struct factory {};

template <class T>
struct soon {
    using value_type = T;
    using executor_type = factory;
};

struct echo {
    [[nodiscard]] cenote::health operator()(resource&) const;
};

struct glance {
#ifdef ACCEPT
    [[nodiscard]] bool operator()(resource&) const;
#else
    [[nodiscard]] soon<bool> operator()(resource&) const;
#endif
};

using policies = cenote::policy_set<cenote::validation::ladder<echo, glance>>;
static_assert(sizeof(cenote::check_policies_for<policies, factory, resource>) > 0);
