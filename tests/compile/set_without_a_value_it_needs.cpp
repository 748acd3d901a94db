// expect: policy set: this policy has no default constructor; pass its value
#include <cenote/core/policy_set.hpp>

struct hot_headed {
    using concern = cenote::concerns::retry;
    explicit hot_headed(int);
    [[nodiscard]] std::optional<cenote::duration>
    next_delay(const cenote::failed_attempt&) const noexcept;
};

void make() {
#ifdef ACCEPT
    cenote::policy_set<hot_headed> made{hot_headed{1}};
#else
    cenote::policy_set<hot_headed> made{};
#endif
    static_cast<void>(made);
}
