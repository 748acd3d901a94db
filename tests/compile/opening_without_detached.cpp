// expect: opening policy: write `static constexpr bool detached
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::opening;
#ifdef ACCEPT
    static constexpr bool detached = false;
#endif
    [[nodiscard]] std::size_t at_once() const noexcept;
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
