// expect: clock policy: write `time_point now\(\) const noexcept`
#include <cenote/core/policy_set.hpp>

struct sundial {
    using concern = cenote::concerns::clock;
    void
    wait_until(std::unique_lock<std::mutex>&, std::condition_variable&, cenote::time_point) const;
#ifdef ACCEPT
    [[nodiscard]] cenote::time_point now() const noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<sundial>) > 0);
