// expect: waiting policy: write `using concern = cenote::concerns::waiting;`
#include <cenote/policy/waiting.hpp>

struct picky {
#ifdef ACCEPT
    using concern = cenote::concerns::waiting;
#else
    using concern = cenote::concerns::retry;
#endif
    [[nodiscard]] bool admits(std::size_t) const noexcept;
    [[nodiscard]] std::size_t patience() const noexcept;
};

static_assert(sizeof(cenote::waiting::check_policy<picky>) > 0);
