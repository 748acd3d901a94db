// expect: retry policy: next_delay\(\) must be const
#include <cenote/core/policy_set.hpp>

struct linear {
    using concern = cenote::concerns::retry;
#ifdef ACCEPT
    [[nodiscard]] std::optional<cenote::duration>
    next_delay(const cenote::failed_attempt&) const noexcept;
#else
    [[nodiscard]] std::optional<cenote::duration>
    next_delay(const cenote::failed_attempt&) noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<linear>) > 0);
