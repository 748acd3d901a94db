// expect: closing policy: one that is detached limits its threads
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::closing;
    static constexpr bool detached = true;
#ifdef ACCEPT
    [[nodiscard]] std::size_t at_once() const noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
