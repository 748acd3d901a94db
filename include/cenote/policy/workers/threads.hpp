#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/values.hpp>
#include <cenote/policy/workers/concept.hpp>
#include <cenote/policy/workers/crew.hpp>

#include <cstddef>

namespace cenote::workers {

/// At most so many threads, which are kept for a while for the next job; jobs queue when all are
/// busy, and are run in the order in which they came.
///
/// A job that hangs keeps its thread; with `most` of them nothing else is done, so bound jobs in
/// the factory, as the database backends do. Copies share the threads: give one to each of several
/// pools, and `most` holds for all of them together.
struct threads {
    using concern = concerns::workers;

    /// Threads at once. Default 8, at least 1.
    std::size_t most = 8;
    /// How long an idle thread is kept. Default 10 s; zero ends it at once.
    duration linger = std::chrono::seconds{10};
    /// The threads themselves; there is nothing to fill in.
    crew shared{};

    /// Queues `work`. Throws: `std::system_error` when a thread is needed and none can be had,
    /// though there is no other to serve the queue; `std::bad_alloc`.
    void start(job& work) const { shared.start(work, most, linger); }

    /// Throws: `std::invalid_argument` naming the value that is out of its range.
    void check() const {
        constexpr refusal refuse{"workers::threads"};
        refuse.unless(most >= 1, "most must be at least 1", static_cast<double>(most));
        refuse.unless(linger >= duration::zero(), "linger must not be negative", linger);
    }
};

static_assert(policy<threads>);

} // namespace cenote::workers
