// expect: validation policy: write `using needs = cenote::facts<...>;`
#include <cenote/core/policy_set.hpp>

struct sceptic {
    using concern = cenote::concerns::validation;
#ifdef ACCEPT
    using needs = cenote::facts<>;
#else
    using needs = int;
#endif
    [[nodiscard]] cenote::proof required(const needs&) const noexcept;
    [[nodiscard]] cenote::duration timeout() const noexcept;
};

static_assert(sizeof(cenote::policy_set<sceptic>) > 0);
