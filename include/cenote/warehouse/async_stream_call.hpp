#pragma once

#include <cenote/base/time.hpp>

#include <cenote/pool/access.hpp>
#include <cenote/pool/apart.hpp>

#include <cenote/asio/acquire.hpp>
#include <cenote/asio/async_work.hpp>
#include <cenote/db/interrupt.hpp>
#include <cenote/warehouse/inside.hpp>
#include <cenote/warehouse/query.hpp>
#include <cenote/warehouse/query_source.hpp>
#include <cenote/warehouse/statement.hpp>
#include <cenote/warehouse/stream_options.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <source_location>
#include <utility>

namespace cenote::detail {

/// One stream's batches, each read by a worker when it is asked for.
template <class Warehouse, class T>
class stream_call {
    using pool_type = typename Warehouse::pool_type;
    using source = query_source<typename Warehouse::backend, pool_type, T>;

public:
    using result = detail::result<T>;

    stream_call(
        Warehouse& whose, const stream_options& how, statement query, std::source_location where)
        : pool_{whose.pool()}
        , workers_{inside::workers_of(whose)}
        , where_{where}
        , source_{inside::keeping(whose), how, std::move(query), where} {
        source_.ended_by(interrupt_);
    }

    [[nodiscard]] pool_type& pool() noexcept { return pool_; }

    [[nodiscard]] std::source_location where() const noexcept { return where_; }

    /// Whether the first batch is still to be read, and a lease to be come by.
    [[nodiscard]] bool needs_lease() const noexcept { return needs_lease_; }

    /// A batch is asked for: the first one's time runs.
    void ask() {
        if (!needs_lease_) return;
        attempts_ = 0;
        until_ = source_.begin();
    }

    /// By when the first batch's lease must have been had.
    [[nodiscard]] deadline until() const noexcept { return until_; }

    void take(typename pool_type::lease taken) {
        mark_ = workers_->begin();
        lease_ = std::move(taken);
    }

    /// The next batch; nothing when another lease is needed for it.
    [[nodiscard]] std::optional<result> run() {
        auto taken = std::exchange(lease_, {});
        const std::lock_guard working{mutex_};
        needs_lease_ = false;
        if (source_.has_begun()) return unmarked_at_end(source_.next());
        auto batch = source_.try_first(std::move(taken), ++attempts_, until_);
        needs_lease_ = !batch;
        return unmarked_at_end(std::move(batch));
    }

    void cancel() noexcept { interrupt_.request(); }

    /// Ends the stream for who must not block: where it has a connection to give back, or a batch is
    /// being read, a worker does it.
    static void leave(std::shared_ptr<stream_call> mine) noexcept {
        mine->cancel();
        if (mine->close_at_once()) return;
        auto& house = pool_access::house_of(mine->pool_);
        set_apart(house, [mine = std::move(mine)](const std::exception_ptr*) noexcept {
            const std::lock_guard alone{mine->mutex_};
            mine->source_.close();
            mine->mark_ = {};
        });
    }

private:
    [[nodiscard]] bool close_at_once() noexcept {
        const std::unique_lock alone{mutex_, std::try_to_lock};
        if (!alone || source_.is_reading()) return false;
        source_.close();
        return true;
    }

    /// A stream that has no connection any more is not under way.
    [[nodiscard]] std::optional<result> unmarked_at_end(std::optional<result> batch) {
        if (!source_.is_reading()) mark_ = {};
        return batch;
    }

    pool_type& pool_;
    std::shared_ptr<under_way> workers_;
    under_way::mark mark_{}; // while it has a connection
    std::source_location where_;
    db::interrupt interrupt_; // before the source, which refers to it
    std::mutex mutex_;        // guards source_: a stream may be left while a worker reads it
    source source_;
    typename pool_type::lease lease_{};
    deadline until_ = deadline::never();
    unsigned attempts_ = 0;
    bool needs_lease_ = true; // this and what is above: who awaits the batch, or reads it, in turn
};

/// The next batch; without a call, of a stream that was closed, an empty one.
template <class Call>
boost::asio::awaitable<typename Call::result> next_batch(std::shared_ptr<Call> call) {
    namespace asio = boost::asio;
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation{});
    if (!call) co_return typename Call::result{};
    for (;;) {
        if (call->needs_lease())
            call->take(co_await co_acquire(call->pool(), call->until(), call->where()));
        try {
            if (auto batch = co_await async_work(call->pool(), call, asio::use_awaitable))
                co_return *std::move(batch);
        } catch (...) {
            call->take({}); // cancelled before a worker had it, or there was none
            throw;
        }
    }
}

template <class Call>
struct begin_batch {
    std::shared_ptr<Call> call;

    template <class Handler>
    void operator()(Handler&& handler) const {
        const auto on = boost::asio::get_associated_executor(handler);
        if (call) call->ask();
        boost::asio::co_spawn(on, next_batch(call), std::forward<Handler>(handler));
    }
};

} // namespace cenote::detail
