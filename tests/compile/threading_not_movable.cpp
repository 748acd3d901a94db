// expect: threading policy: must be movable
#include <cenote/core/policy_set.hpp>

struct fibers {
    using concern = cenote::concerns::threading;
#ifndef ACCEPT
    fibers(fibers&&) = delete;
#endif
    using mutex = std::mutex;
    static constexpr bool can_wait = false;

    struct parker {
        template <class Clock>
        void park_until(Clock&, cenote::time_point);
        void unpark() noexcept;
    };
};

static_assert(sizeof(cenote::policy_set<fibers>) > 0);
