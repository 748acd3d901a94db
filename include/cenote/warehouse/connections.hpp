#pragma once

#include <cenote/base/time.hpp>
#include <cenote/base/timeout.hpp>

#include <cenote/policy/observer.hpp>

#include <cenote/pool.hpp>

#include <cenote/warehouse/caller.hpp>
#include <cenote/warehouse/counts.hpp>
#include <cenote/warehouse/options.hpp>
#include <cenote/warehouse/policies.hpp>
#include <cenote/warehouse/repairs.hpp>
#include <cenote/warehouse/under_way.hpp>

#include <atomic>
#include <chrono>
#include <concepts>
#include <exception>
#include <memory>
#include <source_location>
#include <string>
#include <utility>

namespace cenote {

namespace detail {

/// Who works for a warehouse without being one.
struct inside;

} // namespace detail

/// The connections of a warehouse: a pool that repairs itself, without the queries.
///
/// Thread-safety: every function, from any thread. It must outlive the calls into it; leases may
/// outlive it.
template <class Backend, class Observer = observer::none>
class connections {
    friend struct detail::inside;

public:
    using session = typename Backend::session;
    using pool_type = cenote::pool<Backend, repaired, Observer>;
    using lease = typename pool_type::lease;

    /// Connects when first asked to, or at once if `wanted.min_idle` is not 0.
    /// Throws `options_error`, what `Backend` throws for a bad connection string, `acquire_error`.
    explicit connections(
        const std::string& connect_string, const options& wanted = {}, Observer watch = {})
        : connections{Backend{connect_string}, wanted, std::move(watch)} {}

    explicit connections(Backend backend, const options& wanted = {}, Observer watch = {})
        : options_{wanted}
        , pool_{
              std::move(backend),
              limits_of(options_),
              policies_of(options_, switches_),
              std::move(watch)} {}

    connections(const connections&) = delete;
    connections& operator=(const connections&) = delete;

    /// Waits for what workers still do for asynchronous calls that nobody awaits any more: it has been
    /// cancelled, and what does not end is cut off half a second later.
    ~connections() {
        constexpr auto grace = std::chrono::seconds{3}; // for the cut, and for closing
        under_way_->settle(options_.rollback_timeout + grace);
    }

    /// Whether the connection answers within `verify_timeout`. One round trip. Never throws for a
    /// dead connection.
    [[nodiscard]] bool verify_connection(session& one) {
        const auto until =
            deadline::after(options_.verify_timeout, std::chrono::steady_clock::now());
        try {
            return pool_.factory().ping(one, until).alive();
        } catch (...) {
            return false;
        }
    }

    [[nodiscard]] bool verify_connection(const lease& one) { return verify_connection(*one); }

    /// A connection as it is: it may be dead.
    [[nodiscard]] lease
    get_connection(std::source_location where = std::source_location::current()) {
        return pool_.acquire(unverified, options_.acquire_timeout, where);
    }

    /// A connection that has proven to be alive; dead ones met on the way are replaced.
    [[nodiscard]] lease
    get_valid_connection(std::source_location where = std::source_location::current()) {
        return pool_.acquire(options_.acquire_timeout, where);
    }

    /// The same, for a scope: the connection goes back when the lease ends, whatever is thrown.
    [[nodiscard]] lease connection(std::source_location where = std::source_location::current()) {
        return pool_.acquire(options_.acquire_timeout, where);
    }

    [[nodiscard]] lease
    connection(timeout limit, std::source_location where = std::source_location::current()) {
        return pool_.acquire(limit, where);
    }

    /// Returns `f(session&)`, with a connection that goes back afterwards. Whatever `f` throws
    /// passes through unchanged; if the connection is lost by then, the pool is told. `f` is called
    /// once: what it does is not known, so it is never repeated.
    template <std::invocable<session&> F>
    decltype(auto)
    with_connection(F&& f, std::source_location where = std::source_location::current()) {
        lease taken = pool_.acquire(options_.acquire_timeout, where);
        try {
            return std::forward<F>(f)(*taken);
        } catch (...) {
            caller().give_up(taken, std::current_exception());
            throw;
        }
    }

    /// The five repairs, to be switched off and on at any time.
    [[nodiscard]] repair_switches& repairs() noexcept { return *switches_; }

    /// Puts all connections under suspicion: each must prove to be alive before it is lent again.
    void refresh() noexcept { pool_.refresh(); }

    /// Lends nothing any more, and waits for the leases to come home; see `pool::close`.
    close_report close(timeout limit) { return pool_.close(limit); }

    [[nodiscard]] warehouse_stats stats() const {
        return {
            .queries = counts_.queries.load(std::memory_order_relaxed),
            .failed = counts_.failed.load(std::memory_order_relaxed),
            .repeated = counts_.repeated.load(std::memory_order_relaxed),
            .lost = counts_.lost.load(std::memory_order_relaxed),
            .pool = pool_.stats()};
    }

    /// The pool beneath, an ordinary one.
    [[nodiscard]] pool_type& pool() noexcept { return pool_; }

protected:
    /// What does work on leases of the pool.
    using caller_type = detail::caller<pool_type>;

    [[nodiscard]] caller_type caller() noexcept { return {pool_, options_, *switches_, counts_}; }

    /// What work on the pool is counted in.
    [[nodiscard]] detail::counts& counted() noexcept { return counts_; }

    /// As they were given.
    [[nodiscard]] const options& wanted() const noexcept { return options_; }

private:
    options options_;
    std::shared_ptr<repair_switches> switches_ =
        std::make_shared<repair_switches>(options_.repairs);
    detail::counts counts_;
    std::shared_ptr<detail::under_way> under_way_ = std::make_shared<detail::under_way>();
    pool_type pool_;
};

} // namespace cenote
