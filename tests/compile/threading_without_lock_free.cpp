// expect: threading policy: write `static constexpr bool lock_free = true;`
#include <cenote/core/policy_set.hpp>

struct fibers {
    using concern = cenote::concerns::threading;
    using mutex = std::mutex;
    static constexpr bool can_wait = false;
    template <class T>
    using atomic_ref = std::atomic_ref<T>;
#ifdef ACCEPT
    static constexpr bool lock_free = false;
#endif

    struct parker {
        template <class Clock>
        void park_until(Clock&, cenote::time_point);
        void unpark() noexcept;
    };
};

static_assert(sizeof(cenote::policy_set<fibers>) > 0);
