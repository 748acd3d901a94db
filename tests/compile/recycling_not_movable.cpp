// expect: recycling policy: must be movable
#include <cenote/core/policy_set.hpp>

struct weary {
    using concern = cenote::concerns::recycling;
#ifndef ACCEPT
    weary(weary&&) = delete;
#endif
    using needs = cenote::facts<cenote::fact::age>;
    [[nodiscard]] std::optional<cenote::close_cause> expired(const needs&) const noexcept;
};

static_assert(sizeof(cenote::policy_set<weary>) > 0);
