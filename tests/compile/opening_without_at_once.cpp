// expect: opening policy: write `std::size_t at_once\(\) const noexcept`
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::opening;
    static constexpr bool detached = false;
#ifdef ACCEPT
    [[nodiscard]] std::size_t at_once() const noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
