// expect: threading policy: write `template <class T> using atomic_ref
#include <cenote/core/policy_set.hpp>

struct fibers {
    using concern = cenote::concerns::threading;
    using mutex = std::mutex;
    static constexpr bool can_wait = false;
    static constexpr bool lock_free = false;
#ifdef ACCEPT
    template <class T>
    using atomic_ref = std::atomic_ref<T>;
#endif

    struct parker {
        template <class Clock>
        void park_until(Clock&, cenote::time_point);
        void unpark() noexcept;
    };
};

static_assert(sizeof(cenote::policy_set<fibers>) > 0);
