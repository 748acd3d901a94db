// One pool with a policy other than the default for every concern that has one, and one acquire.
#include "numbers.hpp"

int main() {
    using namespace cenote;
    using recycled = recycling::any_of<recycling::max_age, recycling::max_idle>;
    pool<
        numbers,
        validation::ladder<>,
        retry::breaker<retry::full_jitter>,
        recycled,
        release::rollback,
        refreshing::retire,
        waiting::bounded<>,
        opening::in_background,
        closing::in_background,
        upkeep::every,
        observer::counters>
        pool{numbers{}};
    return *pool.acquire();
}
