// expect: policy set: this policy's `concern` is not one of cenote::concerns
#include <cenote/core/policy_set.hpp>

struct weather;

struct linear {
#ifdef ACCEPT
    using concern = cenote::concerns::retry;
#else
    using concern = weather;
#endif
    [[nodiscard]] std::optional<cenote::duration>
    next_delay(const cenote::failed_attempt&) const noexcept;
};

static_assert(sizeof(cenote::policy_set<linear>) > 0);
