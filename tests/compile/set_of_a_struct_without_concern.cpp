// expect: policy set: this type is no policy; write `using concern =
#include <cenote/core/policy_set.hpp>

struct linear {
#ifdef ACCEPT
    using concern = cenote::concerns::retry;
#endif
    [[nodiscard]] std::optional<cenote::duration>
    next_delay(const cenote::failed_attempt&) const noexcept;
};

static_assert(sizeof(cenote::policy_set<linear>) > 0);
