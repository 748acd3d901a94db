// expect: retry policy: write `using concern = cenote::concerns::retry;`
#include <cenote/policy/retry.hpp>

struct linear {
#ifdef ACCEPT
    using concern = cenote::concerns::retry;
#else
    using concern = cenote::concerns::waiting;
#endif
    [[nodiscard]] std::optional<cenote::duration>
    next_delay(const cenote::failed_attempt&) const noexcept;
};

static_assert(sizeof(cenote::retry::check_policy<linear>) > 0);
