#include "rounds.hpp"
#include "sites.hpp"
#include "warehouse_round.hpp"

#include <memory>

namespace torture {

namespace {

/// False when the site is not there.
template <class Site>
bool plays(turn now) {
    if (!Site::is_there()) return false;
    referee::one().begins(now.text() + ", the warehouse on " + Site::name);
    std::make_unique<warehouse_round<Site>>(dice{now.seed, now.round})->run();
    return true;
}

} // namespace

void torture_warehouse(turn now) {
    const auto which = now.round / 4 % 3; // of four rounds one is a warehouse's
    if (which == 1 && plays<on_mysql>(now)) return;
    if (which == 2 && plays<on_postgresql>(now)) return;
    plays<on_sqlite3>(now);
}

} // namespace torture
