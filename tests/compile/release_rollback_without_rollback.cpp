// expect: release policy: rollback asks .*write in it `void rollback\(Resource&, deadline\)`
#include <cenote/core/policy_set.hpp>

struct resource {};

struct factory {
    [[nodiscard]] bool in_transaction(resource&) noexcept;
#ifdef ACCEPT
    void rollback(resource&, cenote::deadline);
#endif
};

using policies = cenote::policy_set<cenote::release::rollback>;
static_assert(sizeof(cenote::check_policies_for<policies, factory, resource>) > 0);
