#pragma once

#include <cenote/db/interrupt.hpp>
#include <cenote/warehouse/inside.hpp>
#include <cenote/warehouse/under_way.hpp>

#include <memory>
#include <source_location>
#include <utility>

namespace cenote::detail {

/// The lease of an asynchronous call on a warehouse: had without a thread, then used by one of the
/// pool's workers, and given back by it, since that may block.
///
/// Thread-safety: `cancel` by any thread, the rest by one at a time.
template <class Warehouse>
class async_lease {
public:
    using pool_type = typename Warehouse::pool_type;

    async_lease(Warehouse& whose, std::source_location where)
        : pool_{whose.pool()}
        , workers_{inside::workers_of(whose)}
        , where_{where} {}

    [[nodiscard]] pool_type& pool() noexcept { return pool_; }

    [[nodiscard]] std::source_location where() const noexcept { return where_; }

    void take(typename pool_type::lease lent) {
        held_.mark = workers_->begin();
        held_.lent = std::move(lent);
    }

    /// Has the database end what it is doing for the call.
    void cancel() noexcept { interrupt_.request(); }

protected:
    struct held {
        under_way::mark mark{}; // before the lease: that is given back first
        typename pool_type::lease lent{};
    };

    ~async_lease() = default;

    /// For the worker.
    [[nodiscard]] held hand_over() noexcept { return std::move(held_); }

    [[nodiscard]] db::interrupt& interrupt() noexcept { return interrupt_; }

private:
    pool_type& pool_;
    std::shared_ptr<under_way> workers_;
    std::source_location where_;
    held held_{};
    db::interrupt interrupt_;
};

} // namespace cenote::detail
