// expect: waiting policy: must be movable
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::waiting;
#ifndef ACCEPT
    picky(picky&&) = delete;
#endif
    [[nodiscard]] bool admits(std::size_t) const noexcept;
    [[nodiscard]] std::size_t patience() const noexcept;
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
