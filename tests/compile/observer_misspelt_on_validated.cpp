// expect: observer policy: on_validated .*write `void on_validated\(proof, health\) noexcept`
#include <cenote/core/policy_set.hpp>

struct diary {
    using concern = cenote::concerns::observer;
#ifdef ACCEPT
    void on_validated(cenote::proof, cenote::health) noexcept;
#else
    void on_validated(cenote::health) noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<diary>) > 0);
