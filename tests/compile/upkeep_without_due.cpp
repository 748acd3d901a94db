// expect: upkeep policy: write `using needs = cenote::facts
#include <cenote/core/policy_set.hpp>

struct picky {
    using concern = cenote::concerns::upkeep;
    using needs = cenote::facts<>;
    static constexpr bool works = true;
    [[nodiscard]] cenote::duration period() const noexcept;
#ifdef ACCEPT
    [[nodiscard]] bool due(const needs&) const noexcept;
#endif
    [[nodiscard]] std::size_t batch() const noexcept;
};

static_assert(sizeof(cenote::policy_set<picky>) > 0);
