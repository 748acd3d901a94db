#pragma once

#include <cenote/base/job.hpp>
#include <cenote/base/signals_held.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/workers/concept.hpp>

#include <memory>
#include <thread>
#include <utility>

namespace cenote::workers {

/// The default: a thread for each job, which ends with it. At rest there is none.
///
/// There are as many at once as there are jobs; one that hangs is left behind. It is detached, and
/// leaves signals to the program's own threads.
struct new_thread {
    using concern = concerns::workers;

    /// Runs `work` in a thread of its own. Throws: `std::system_error` when none can be had,
    /// `std::bad_alloc`.
    void start(job& work) const {
        auto own = std::make_unique<job>(std::move(work));
        try {
            const signals_held here;
            std::thread{&run_and_delete, own.get()}.detach();
        } catch (...) {
            work = std::move(*own);
            throw;
        }
        [[maybe_unused]] const job* const its_own = own.release();
    }

private:
    // Owns `self`.
    static void run_and_delete(job* self) noexcept {
        const std::unique_ptr<job> own{self};
        own->run();
    }
};

static_assert(policy<new_thread>);

} // namespace cenote::workers
