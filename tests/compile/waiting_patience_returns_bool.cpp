// expect: waiting policy: write `std::size_t patience\(\) const noexcept`
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::waiting;
    [[nodiscard]] bool admits(std::size_t) const noexcept;
#ifdef ACCEPT
    [[nodiscard]] std::size_t patience() const noexcept;
#else
    [[nodiscard]] bool patience() const noexcept;
#endif
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
