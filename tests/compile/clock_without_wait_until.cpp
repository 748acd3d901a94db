// expect: clock policy: write `void wait_until\(std::unique_lock<std::mutex>&
#include <cenote/core/policy_set.hpp>

struct sundial {
    using concern = cenote::concerns::clock;
    [[nodiscard]] cenote::time_point now() const noexcept;
#ifdef ACCEPT
    void
    wait_until(std::unique_lock<std::mutex>&, std::condition_variable&, cenote::time_point) const;
#endif
};

static_assert(sizeof(cenote::policy_set<sundial>) > 0);
