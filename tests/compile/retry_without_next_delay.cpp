// expect: retry policy: write `std::optional<duration> next_delay\(const failed_attempt&\)
#include <cenote/core/policy_set.hpp>

struct linear {
    using concern = cenote::concerns::retry;
#ifdef ACCEPT
    [[nodiscard]] std::optional<cenote::duration>
    next_delay(const cenote::failed_attempt&) const noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<linear>) > 0);
