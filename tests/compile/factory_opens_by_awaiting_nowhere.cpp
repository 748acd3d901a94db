// expect: factory: one that opens by awaiting says where that runs; write `Executor get_executor\(\)`
#include <cenote/policy/factory.hpp>

struct executor {};

template <class T>
struct soon {
    using value_type = T;
    using executor_type = executor;
};

struct maker {
    [[nodiscard]] soon<int> open(cenote::deadline);
#ifdef ACCEPT
    [[nodiscard]] executor get_executor();
#endif
};

static_assert(sizeof(cenote::check_factory<maker>) > 0);
