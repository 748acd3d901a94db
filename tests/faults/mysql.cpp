#include <faults/mysql.hpp>
#include <faults/run_cell.hpp>
#include <faults/server_cells.hpp>
#include <faults/storm.hpp>
#include <faults/storms.hpp>
#include <faults/trials.hpp>
#include <vector>

namespace faults {

std::vector<trial> mysql_trials() {
    return trials_on(server_cells<mysql_site>());
}

std::vector<storm_figures> mysql_storms() {
    return run_storms<mysql_site>();
}

} // namespace faults
