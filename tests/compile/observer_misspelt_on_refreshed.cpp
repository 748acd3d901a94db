// expect: observer policy: on_refreshed .*write `void on_refreshed\(std::uint64_t .*\) noexcept`
#include <cenote/core/policy_set.hpp>

struct diary {
    using concern = cenote::concerns::observer;
#ifdef ACCEPT
    void on_refreshed(std::uint64_t) noexcept;
#else
    void on_refreshed() noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<diary>) > 0);
