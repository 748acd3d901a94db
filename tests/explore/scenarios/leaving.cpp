#include "leaving.hpp"

#include "../ways.hpp"

namespace explore {

using namespace leaving;

void add_leaving(catalogue& all) {
    all_ways::add(all, "one may leave", 2, [](stage& s, auto way) { one_may_leave(s, way); });
    all_ways::add(all, "all may leave", 2, [](stage& s, auto way) { all_may_leave(s, way); });
    all_ways::add(all, "some do not wait", 2, [](stage& s, auto way) { some_do_not_wait(s, way); });
    all_ways::add(all, "a crowd with deadlines", 0, [](stage& s, auto way) { crowd(s, way); });
    all.push_back({"one may wait", 2, turn_away<waiting::bounded<>>});
    all.push_back({"nobody may wait", 2, turn_away<never_wait>});
}

} // namespace explore
