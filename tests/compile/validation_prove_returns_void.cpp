// expect: validation policy: prove\(\) must return cenote::health
#include <cenote/core/policy_set.hpp>

struct factory {};

struct resource {};

struct sceptic {
    using concern = cenote::concerns::validation;
    using needs = cenote::facts<>;
    [[nodiscard]] cenote::proof required(const needs&) const noexcept;
    [[nodiscard]] cenote::duration timeout() const noexcept;
#ifdef ACCEPT
    [[nodiscard]] cenote::health prove(factory&, resource&, cenote::proof, cenote::deadline) const;
#else
    void prove(factory&, resource&, cenote::proof, cenote::deadline) const;
#endif
};

using policies = cenote::policy_set<sceptic>;
static_assert(sizeof(cenote::check_policies_for<policies, factory, resource>) > 0);
