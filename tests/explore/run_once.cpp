#include "run_once.hpp"

#include "quarantine.hpp"
#include "scheduler.hpp"
#include "stage.hpp"
#include "trace.hpp"

#include <utility>

namespace explore {

outcome run_once(const scenario& what, chooser& how, std::ostream* story) {
    outcome came;
    trace told{story};
    scheduler all{how, told};
    quarantine::begin();
    try {
        stage played{all};
        what.play(played);
    } catch (failure& f) {
        came.failed = std::move(f);
    }
    if (!quarantine::end() && !came.failed)
        came.failed = failure{wrong::used_dead, "freed memory was written to"};
    came.steps = all.steps();
    came.choices = all.choices();
    return came;
}

} // namespace explore
