// expect: clock policy: must be movable
#include <cenote/core/policy_set.hpp>

struct sundial {
    using concern = cenote::concerns::clock;
#ifndef ACCEPT
    sundial(sundial&&) = delete;
#endif
    [[nodiscard]] cenote::time_point now() const noexcept;
    void
    wait_until(std::unique_lock<std::mutex>&, std::condition_variable&, cenote::time_point) const;
};

static_assert(sizeof(cenote::policy_set<sundial>) > 0);
