// expect: retry policy: must be movable
#include <cenote/core/policy_set.hpp>

struct linear {
    using concern = cenote::concerns::retry;
#ifndef ACCEPT
    linear(linear&&) = delete;
#endif
    [[nodiscard]] std::optional<cenote::duration>
    next_delay(const cenote::failed_attempt&) const noexcept;
};

static_assert(sizeof(cenote::policy_set<linear>) > 0);
