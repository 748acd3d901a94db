// expect: validation policy: must be movable
#include <cenote/core/policy_set.hpp>

struct sceptic {
    using concern = cenote::concerns::validation;
#ifndef ACCEPT
    sceptic(sceptic&&) = delete;
#endif
    using needs = cenote::facts<>;
    [[nodiscard]] cenote::proof required(const needs&) const noexcept;
    [[nodiscard]] cenote::duration timeout() const noexcept;
};

static_assert(sizeof(cenote::policy_set<sceptic>) > 0);
