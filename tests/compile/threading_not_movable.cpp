// expect: threading policy: must be movable
#include <cenote/core/policy_set.hpp>

struct fibers {
    template <class T>
    using atomic_ref = std::atomic_ref<T>;
    static constexpr bool lock_free = false;
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
