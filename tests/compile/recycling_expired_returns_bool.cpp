// expect: recycling policy: expired\(\) must return std::optional<close_cause>
#include <cenote/core/policy_set.hpp>

struct weary {
    using concern = cenote::concerns::recycling;
    using needs = cenote::facts<cenote::fact::age>;
#ifdef ACCEPT
    [[nodiscard]] std::optional<cenote::close_cause> expired(const needs&) const noexcept;
#else
    [[nodiscard]] bool expired(const needs&) const noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<weary>) > 0);
