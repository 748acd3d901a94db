// expect: opening policy: write `using concern = cenote::concerns::opening;`
#include <cenote/core/policy_set.hpp>

struct picky {
#ifdef ACCEPT
    using concern = cenote::concerns::opening;
#else
    using concern = cenote::concerns::closing;
#endif
    static constexpr bool detached = false;
    [[nodiscard]] std::size_t at_once() const noexcept;
};

static_assert(sizeof(cenote::opening::check_policy<picky>) > 0);
