// expect: waiting policy: write `bool admits\(std::size_t already_waiting\) const noexcept`
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::waiting;
    [[nodiscard]] std::size_t patience() const noexcept;
#ifdef ACCEPT
    [[nodiscard]] bool admits(std::size_t) const noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
