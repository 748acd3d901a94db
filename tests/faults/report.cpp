#include <faults/report.hpp>
#include <faults/texts.hpp>
#include <iomanip>
#include <ostream>

namespace faults {

void print(std::ostream& to, const figures& one) {
    if (!one.skipped.empty()) {
        to << one.fault << " on " << one.backend << " SKIPPED: " << one.skipped << std::endl;
        return;
    }
    to << std::left << std::setw(25) << one.fault << std::setw(11) << one.backend << std::right
       << std::setw(6) << one.calls << " calls" << std::setw(6) << one.errors_during << " + "
       << std::setw(3) << one.errors_after << " errors" << std::setw(5) << in_ms(one.late_acquire)
       << " and " << std::setw(4) << in_ms(one.late_call) << " ms late" << std::setw(6)
       << in_ms(one.whole) << " ms until whole  " << (one.holds() ? "holds" : "FAILS") << '\n';
    for (const auto& promise : one.broken)
        to << "    " << promise << '\n';
    if (!one.holds() && !one.kinds.empty()) to << "    errors: " << kinds_of(one) << '\n';
    to << std::flush;
}

void print(std::ostream& to, const std::vector<storm_figures>& all) {
    to << "| storm | backend | way | calls | errors | worst call, ms | answers/s | whole, ms |\n"
          "|---|---|---|--:|--:|--:|--:|--:|\n";
    for (const auto& [storm, backend, way, sum] : all)
        to << "| " << storm << " | " << backend << " | " << way << " | " << sum.calls << " | "
           << sum.errors << " | " << in_ms(sum.worst) << " | " << std::fixed << std::setprecision(0)
           << sum.answers_per_second() << " | " << in_ms(sum.whole) << " |\n";
}

} // namespace faults
