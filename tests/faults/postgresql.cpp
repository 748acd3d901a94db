#include <faults/postgresql.hpp>
#include <faults/run_cell.hpp>
#include <faults/server_cells.hpp>
#include <faults/storm.hpp>
#include <faults/storms.hpp>
#include <faults/trials.hpp>
#include <vector>

namespace faults {

std::vector<trial> postgresql_trials() {
    return trials_on(server_cells<postgresql_site>());
}

std::vector<storm_figures> postgresql_storms() {
    return run_storms<postgresql_site>();
}

} // namespace faults
