// expect: release policy: rollback asks .*write in it `bool in_transaction\(Resource&\) noexcept`
#include <cenote/core/policy_set.hpp>

struct resource {};

struct factory {
    void rollback(resource&, cenote::deadline);
#ifdef ACCEPT
    [[nodiscard]] bool in_transaction(resource&) noexcept;
#endif
};

using policies = cenote::policy_set<cenote::release::rollback>;
static_assert(sizeof(cenote::check_policies_for<policies, factory, resource>) > 0);
