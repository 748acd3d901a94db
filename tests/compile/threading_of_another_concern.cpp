// expect: threading policy: write `using concern = cenote::concerns::threading;`
#include <cenote/policy/threading.hpp>

struct fibers {
    template <class T>
    using atomic_ref = std::atomic_ref<T>;
    static constexpr bool lock_free = false;
#ifdef ACCEPT
    using concern = cenote::concerns::threading;
#else
    using concern = cenote::concerns::retry;
#endif
    using mutex = std::mutex;
    static constexpr bool can_wait = false;

    struct parker {
        template <class Clock>
        void park_until(Clock&, cenote::time_point);
        void unpark() noexcept;
    };
};

static_assert(sizeof(cenote::threading::check_policy<fibers>) > 0);
