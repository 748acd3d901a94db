// expect: release policy: required\(\) must be noexcept and return cenote::cleaning
#include <cenote/core/policy_set.hpp>

struct factory {};

struct resource {};

struct tidy {
    using concern = cenote::concerns::release;
    using needs = cenote::facts<>;
    [[nodiscard]] cenote::duration timeout() const noexcept;
    void clean(factory&, resource&, cenote::deadline) const;
#ifdef ACCEPT
    [[nodiscard]] cenote::cleaning required(factory&, resource&, const needs&) const noexcept;
#else
    [[nodiscard]] bool required(factory&, resource&, const needs&) const noexcept;
#endif
};

using policies = cenote::policy_set<tidy>;
static_assert(sizeof(cenote::check_policies_for<policies, factory, resource>) > 0);
