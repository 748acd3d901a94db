// expect: validation policy: write `using concern = cenote::concerns::validation;`
#include <cenote/policy/validation.hpp>

struct sceptic {
#ifdef ACCEPT
    using concern = cenote::concerns::validation;
#else
    using concern = cenote::concerns::retry;
#endif
    using needs = cenote::facts<>;
    [[nodiscard]] cenote::proof required(const needs&) const noexcept;
    [[nodiscard]] cenote::duration timeout() const noexcept;
};

static_assert(sizeof(cenote::validation::check_policy<sceptic>) > 0);
