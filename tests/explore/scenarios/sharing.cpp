#include "sharing.hpp"

#include "../ways.hpp"

namespace explore {

using namespace sharing;

void add_sharing(catalogue& all) {
    all_ways::add(
        all, "two share one", 3, [](stage& s, auto way) { share(s, way, {.max_size = 1}, 2, 2); });
    all_ways::add(all, "two share one, open", 3, [](stage& s, auto way) {
        share(s, way, {.min_idle = 1, .max_size = 1}, 2, 2);
    });
    all_ways::add(all, "three share one, open", 2, [](stage& s, auto way) {
        share(s, way, {.min_idle = 1, .max_size = 1}, 3, 2);
    });
    all_ways::add(all, "three share two", 2, [](stage& s, auto way) {
        share(s, way, {.max_size = 2}, 3, 2);
    });
    all_ways::add(all, "three share two, open", 2, [](stage& s, auto way) {
        share(s, way, {.min_idle = 2, .max_size = 2}, 3, 2);
    });
    all_ways::add(
        all, "five share two", 0, [](stage& s, auto way) { share(s, way, {.max_size = 2}, 5, 3); });
    all_ways::add(all, "six share three", 0, [](stage& s, auto way) {
        share(s, way, {.min_idle = 1, .max_size = 3}, 6, 2);
    });
    all_ways::add(all, "two discard", 2, [](stage& s, auto way) { discard(s, way); });
    two_ways::add(all, "one detaches", 2, [](stage& s, auto way) { detach(s, way); });
    two_ways::add(all, "some hold two", 2, [](stage& s, auto way) { hold_two(s, way); });
    all_ways::add(all, "one gives back another's", 2, [](stage& s, auto way) { pass_on(s, way); });
    all_ways::add(
        all, "one gives two back", 2, [](stage& s, auto way) { give_two_back(s, way, true); });
    all_ways::add(all, "one gives one back and closes one", 2, [](stage& s, auto way) {
        give_two_back(s, way, false);
    });
    two_ways::add(all, "one counts", 2, [](stage& s, auto way) { count(s, way); });
    all_ways::add(all, "some share the last of many", 0, [](stage& s, auto way) {
        share_rest_of_many(s, way);
    });
}

} // namespace explore
