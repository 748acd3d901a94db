// expect: a blocking call cannot do that; use cenote::async_acquire
#include <cenote/pool.hpp>

struct executor {};

template <class T>
struct awaited_later {
    using value_type = T;
    using executor_type = executor;
};

struct connector {
#ifdef ACCEPT
    int open(cenote::deadline) { return 0; }
#else
    awaited_later<int> open(cenote::deadline) { return {}; }
#endif
    executor get_executor() { return {}; }
};

void borrow(cenote::pool<connector>& from) {
    static_cast<void>(from.try_acquire());
}
