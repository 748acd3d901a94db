// expect: release policy: write `void clean\(Factory&, Resource&, deadline\) const`
#include <cenote/core/policy_set.hpp>

struct factory {};

struct resource {};

struct tidy {
    using concern = cenote::concerns::release;
    using needs = cenote::facts<>;
    [[nodiscard]] cenote::duration timeout() const noexcept;
    [[nodiscard]] cenote::cleaning required(factory&, resource&, const needs&) const noexcept;
#ifdef ACCEPT
    void clean(factory&, resource&, cenote::deadline) const;
#endif
};

using policies = cenote::policy_set<tidy>;
static_assert(sizeof(cenote::check_policies_for<policies, factory, resource>) > 0);
