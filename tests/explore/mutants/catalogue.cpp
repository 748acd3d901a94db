// The scenarios that the mutants play: enough to fail, and quickly built.
#include "../scenarios/awaiting.hpp"
#include "../scenarios/leaving.hpp"
#include "../scenarios/sharing.hpp"
#include "../ways.hpp"

namespace explore {

catalogue all_scenarios() {
    catalogue all;
    two_ways::add(all, "three share two, open", 2, [](stage& s, auto way) {
        sharing::share(s, way, {.min_idle = 2, .max_size = 2}, 3, 2);
    });
    ways<free_way<cenote::waiting::fifo, cenote::order::affine>>::add(
        all, "one may leave", 2, [](stage& s, auto way) { leaving::one_may_leave(s, way); });
    ways<free_way<cenote::waiting::fifo, cenote::order::affine>>::add(
        all, "closed while some await", 1, [](stage& s, auto way) {
            beside::close_while_two_wait(s, way);
        });
    return all;
}

std::optional<wrong> planted() noexcept {
    return wrong::CENOTE_EXPLORE_PLANTED;
}

} // namespace explore
