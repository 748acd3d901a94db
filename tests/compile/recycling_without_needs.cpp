// expect: recycling policy: write `using needs = cenote::facts<...>;`
#include <cenote/core/policy_set.hpp>

struct weary {
    using concern = cenote::concerns::recycling;
#ifdef ACCEPT
    using needs = cenote::facts<cenote::fact::age>;
#else
    using needs = cenote::fact::age;
#endif
    [[nodiscard]] std::optional<cenote::close_cause> expired(const needs&) const noexcept;
};

static_assert(sizeof(cenote::policy_set<weary>) > 0);
