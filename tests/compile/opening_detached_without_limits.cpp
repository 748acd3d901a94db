// expect: opening policy: one that is detached limits what it leaves behind
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::opening;
    static constexpr bool detached = true;
    [[nodiscard]] std::size_t at_once() const noexcept;
    [[nodiscard]] cenote::duration hesitation() const noexcept;
#ifdef ACCEPT
    [[nodiscard]] cenote::duration timeout() const noexcept;
#endif
    [[nodiscard]] std::size_t most_abandoned() const noexcept;
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
