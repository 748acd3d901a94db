#pragma once

#include <cenote/base/job.hpp>

#include <cenote/policy/clock.hpp>
#include <cenote/policy/concerns.hpp>
#include <cenote/policy/validation.hpp>

#include <cenote/pool.hpp>

#include <cenote/asio/acquire.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <support/world.hpp>
#include <utility>

namespace test {

/// Workers that do a job when they are told to, on the thread that tells them.
struct told {
    using concern = cenote::concerns::workers;

    std::shared_ptr<std::deque<cenote::job>> queue = std::make_shared<std::deque<cenote::job>>();

    void start(cenote::job& work) const { queue->push_back(std::move(work)); }

    /// Does the job that was given first; false when there is none.
    bool work() const { // NOLINT(modernize-use-nodiscard)
        if (queue->empty()) return false;
        cenote::job next = std::move(queue->front());
        queue->pop_front();
        next.run();
        return true;
    }
};

/// A world with a clock, workers and an event loop that go on when told to.
struct scene {
    std::shared_ptr<world> w = std::make_shared<world>();
    cenote::clock::manual clock{cenote::time_point{std::chrono::hours{1}}};
    told workers;
    std::optional<boost::asio::io_context> io{std::in_place};

    template <class... Policies>
    auto pool(std::size_t size, Policies... policies) {
        return cenote::pool<factory, cenote::clock::manual, told, Policies...>{
            factory{w}, cenote::limits{.max_size = size}, clock, workers, policies...};
    }

    /// Has the loop and the workers do all that there is to do.
    void settle() {
        do {
            io->restart();
            io->poll();
        } while (workers.work());
    }
};

/// One awaited acquire, and how it ended.
template <class Pool>
struct caller {
    using lease = typename Pool::lease;

    int calls = 0;
    boost::system::error_code failed;
    lease got;
    cenote::acquire_failure told;
    boost::asio::cancellation_signal signal;

    void ask(scene& s, Pool& from, cenote::timeout limit) {
        cenote::async_acquire(
            from,
            limit,
            told,
            boost::asio::bind_cancellation_slot(
                signal.slot(),
                boost::asio::bind_executor(
                    s.io->get_executor(), [this](boost::system::error_code why, lease lent) {
                        ++calls;
                        failed = why;
                        got = std::move(lent);
                    })));
    }

    void cancel() { signal.emit(boost::asio::cancellation_type::total); }
};

} // namespace test
