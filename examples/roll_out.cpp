#include <cenote/db/sqlite3.hpp>
#include <cenote/warehouse.hpp>

#include <iostream>

using namespace std::chrono_literals;

namespace {

// The first step of a roll-out: the new pool with every repair off behaves as a plain pool does.
cenote::options first_step() {
    cenote::options wanted;
    wanted.repairs = {
        .verify = false, .retry = false, .recycle = false, .rollback = false, .refresh = false};
    return wanted;
}

void report(const cenote::warehouse_stats& stats) {
    const auto& did = stats.pool.since;
    std::cout << "queries " << stats.queries << ", failed " << stats.failed << '\n'
              << "connections lost under a query " << stats.lost << '\n'
              << "found dead before a query " << did.closed(cenote::close_cause::found_dead) << '\n'
              << "refreshes " << did.refreshes << '\n'
              << "waited for a connection " << did.waited << '\n';
}

} // namespace

int main() {
    cenote::warehouse<cenote::db::sqlite3> orders{"roll_out.db", first_step()};
    orders.execute_query("select 1");

    // One repair at a time, at run time; the same line with false takes it back.
    orders.repairs().verify.set(true);
    orders.repairs().refresh.set(true);
    orders.execute_query("select 1");
    report(orders.stats());

    // At the end, what is still out and where it was taken.
    const auto lease = orders.connection();
    for (const auto& where : orders.close(100ms).still_out)
        std::cout << "still out, taken in line " << where.line() << '\n';
}
