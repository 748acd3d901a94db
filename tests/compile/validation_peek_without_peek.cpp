// expect: validation policy: probe::peek asks .*write in it `health peek\(Resource&\) noexcept`
#include <cenote/core/policy_set.hpp>

struct resource {};

struct factory {
#ifdef ACCEPT
    [[nodiscard]] cenote::health peek(resource&) noexcept;
#endif
};

using policies = cenote::policy_set<cenote::validation::always<cenote::probe::peek>>;
static_assert(sizeof(cenote::check_policies_for<policies, factory, resource>) > 0);
