// expect: observer policy: write `using concern = cenote::concerns::observer;`
#include <cenote/policy/observer.hpp>

struct diary {
#ifdef ACCEPT
    using concern = cenote::concerns::observer;
#else
    using concern = cenote::concerns::retry;
#endif
    void on_lent() noexcept;
};

static_assert(sizeof(cenote::observer::check_policy<diary>) > 0);
