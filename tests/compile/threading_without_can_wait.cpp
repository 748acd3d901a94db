// expect: threading policy: write `static constexpr bool can_wait = true;`
#include <cenote/core/policy_set.hpp>

struct fibers {
    template <class T>
    using atomic_ref = std::atomic_ref<T>;
    static constexpr bool lock_free = false;
    using concern = cenote::concerns::threading;
    using mutex = std::mutex;

    struct parker {
        template <class Clock>
        void park_until(Clock&, cenote::time_point);
        void unpark() noexcept;
    };
#ifdef ACCEPT
    static constexpr bool can_wait = false;
#endif
};

static_assert(sizeof(cenote::policy_set<fibers>) > 0);
