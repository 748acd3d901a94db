#include "scenario.hpp"

namespace explore {

catalogue all_scenarios() {
    catalogue all;
    add_sharing(all);
    add_leaving(all);
    add_failing(all);
    add_ending(all);
    add_awaiting(all);
    return all;
}

std::optional<wrong> planted() noexcept {
    return std::nullopt;
}

} // namespace explore
