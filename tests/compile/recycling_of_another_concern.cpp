// expect: recycling policy: write `using concern = cenote::concerns::recycling;`
#include <cenote/policy/recycling.hpp>

struct weary {
#ifdef ACCEPT
    using concern = cenote::concerns::recycling;
#else
    using concern = cenote::concerns::retry;
#endif
    using needs = cenote::facts<cenote::fact::age>;
    [[nodiscard]] std::optional<cenote::close_cause> expired(const needs&) const noexcept;
};

static_assert(sizeof(cenote::recycling::check_policy<weary>) > 0);
