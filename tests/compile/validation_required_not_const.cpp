// expect: validation policy: required\(\) must be const
#include <cenote/core/policy_set.hpp>

struct sceptic {
    using concern = cenote::concerns::validation;
    using needs = cenote::facts<>;
    [[nodiscard]] cenote::duration timeout() const noexcept;
#ifdef ACCEPT
    [[nodiscard]] cenote::proof required(const needs&) const noexcept;
#else
    [[nodiscard]] cenote::proof required(const needs&) noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<sceptic>) > 0);
