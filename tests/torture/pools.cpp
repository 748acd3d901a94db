#include "pool_round.hpp"
#include "rounds.hpp"

#include <string>
#include <type_traits>

namespace torture {

void torture_pool(turn now) {
    dice d{now.seed, now.round};
    with_assembly(d.below(assemblies), d, [&](const rules& r, const auto&... policies) {
        referee::one().begins(now.text() + ", the pool \"" + r.name + '"');
        using pool = cenote::
            pool<factory, cenote::observer::counters, std::remove_cvref_t<decltype(policies)>...>;
        std::make_unique<pool_round<pool>>(r, d)->run(policies...);
    });
}

} // namespace torture
