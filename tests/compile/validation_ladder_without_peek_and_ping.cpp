// expect: validation policy: probe::peek asks .*write in it `health peek\(Resource&\) noexcept`
#include <cenote/core/policy_set.hpp>

struct resource {};

struct factory {
#ifdef ACCEPT
    [[nodiscard]] cenote::health peek(resource&) noexcept;
    [[nodiscard]] cenote::health ping(resource&, cenote::deadline);
#endif
};

using policies = cenote::policy_set<cenote::validation::ladder<>>;
static_assert(sizeof(cenote::check_policies_for<policies, factory, resource>) > 0);
