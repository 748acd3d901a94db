// expect: threading policy: write a default constructible type `mutex`
#include <cenote/core/policy_set.hpp>

struct fibers {
    template <class T>
    using atomic_ref = std::atomic_ref<T>;
    static constexpr bool lock_free = false;
    using concern = cenote::concerns::threading;
    static constexpr bool can_wait = false;

    struct parker {
        template <class Clock>
        void park_until(Clock&, cenote::time_point);
        void unpark() noexcept;
    };
#ifdef ACCEPT
    using mutex = std::mutex;
#else
    struct mutex {
        void lock();
    };
#endif
};

static_assert(sizeof(cenote::policy_set<fibers>) > 0);
