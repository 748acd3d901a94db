// expect: validation policy: write `proof required\(const needs&\) const noexcept`
#include <cenote/core/policy_set.hpp>

struct sceptic {
    using concern = cenote::concerns::validation;
    using needs = cenote::facts<>;
    [[nodiscard]] cenote::duration timeout() const noexcept;
#ifdef ACCEPT
    [[nodiscard]] cenote::proof required(const needs&) const noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<sceptic>) > 0);
