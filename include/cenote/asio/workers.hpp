#pragma once

#include <cenote/base/job.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/workers/concept.hpp>

#include <boost/asio/execution/executor.hpp>
#include <boost/asio/is_executor.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <utility>

namespace cenote::workers {

/// The threads of an executor, usually that of a `boost::asio::thread_pool`.
///
/// A job holds up its thread while it blocks: give the program's event loop only to a pool whose
/// jobs are short. What was posted and not run when the context ends is refused with `job_dropped`,
/// by the thread that ends it.
template <class Executor>
struct on {
    static_assert(
        boost::asio::execution::is_executor<Executor>::value ||
            boost::asio::is_executor<Executor>::value,
        "[cenote] workers policy: workers::on takes an executor of Boost.Asio; write "
        "`workers::on{context.get_executor()}`.");

    using concern = concerns::workers;

    /// Where jobs are run.
    Executor executor;

    /// Posts `work`. Throws: what the executor throws, `std::bad_alloc`.
    void start(job& work) const {
        // Shared, so that the job is still here when posting it fails.
        const auto held = std::make_shared<job>(std::move(work));
        try {
            boost::asio::post(executor, [held] { held->run(); });
        } catch (...) {
            work = std::move(*held);
            throw;
        }
    }
};

template <class Executor>
on(Executor) -> on<Executor>;

} // namespace cenote::workers
