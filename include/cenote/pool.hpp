#pragma once

#include <cenote/base/acquire_error.hpp>
#include <cenote/base/limits.hpp>
#include <cenote/base/timeout.hpp>

#include <cenote/core/policy_set.hpp>

#include <cenote/lease.hpp>
#include <cenote/pool/borrow.hpp>
#include <cenote/pool/drain.hpp>
#include <cenote/pool/house.hpp>
#include <cenote/pool/keeper.hpp>
#include <cenote/pool/must_await.hpp>
#include <cenote/pool/unverified.hpp>
#include <cenote/pool/worker.hpp>

#include <memory>
#include <source_location>
#include <utility>
#include <vector>

namespace cenote {

template <class Factory, class... Policies>
class pool;

struct pool_access;

/// The pool of `Factory`'s resources with the policies of `Set`.
template <class Factory, class Set>
struct pool_of;

template <class Factory, class... Policies>
struct pool_of<Factory, policy_set<Policies...>> {
    using type = pool<Factory, Policies...>;
};

/// A pool of resources, assembled from policies.
///
/// ```cpp
/// cenote::pool members{
///     factory, cenote::limits{.max_size = 32}, cenote::retry::full_jitter{.attempts = 5}};
/// auto lease = members.acquire(3s);
/// ```
///
/// Policies come in any order, at most one for each concern; what is left out has the default that
/// `policy_set` names.
///
/// Thread-safety: every function may be called from any thread at any time, under the default
/// `threading` policy. The pool must outlive the calls into it; leases may outlive the pool.
template <class Factory, class... Policies>
class pool {
    static_assert(sizeof(check_factory<Factory>) > 0);

public:
    /// The policies with their defaults filled in.
    using policies = policy_set<Policies...>;

private:
    using house = cenote::house<Factory, policies>;

public:
    using resource = typename house::resource;
    using lease = cenote::lease<house>;

    static_assert(sizeof(check_policies_for<policies, Factory, resource>) > 0);

    /// The same pool with `Others` in place of the policies for their concerns.
    template <class... Others>
    using with = typename pool_of<Factory, typename policies::template with<Others...>>::type;

    /// Makes the pool and opens `bounds.min_idle` resources. `given` holds any of the policies, in
    /// any order; those left out are default-constructed.
    ///
    /// Throws: `std::invalid_argument` naming the field for a bad limit or a bad policy value;
    /// `acquire_error` when a resource cannot be opened within `bounds.acquire_timeout`;
    /// `std::system_error` when upkeep finds no thread.
    template <class... Given>
    explicit pool(Factory factory, limits bounds, Given... given)
        : house_{build(std::move(factory), bounds, policies{std::move(given)...})} {
        if constexpr (!must_await<house>) warm_up();
        if constexpr (house::book::keeps) begin_upkeep(*house_);
    }

    explicit pool(Factory factory)
        : pool{std::move(factory), limits{}} {}

    pool(const pool&) = delete;
    pool& operator=(const pool&) = delete;

    /// Closes what is idle and sends the waiting away; does not wait for leases, which close their
    /// resources as they end. Waits for threads of the pool, but for those that hang: 1 s at most.
    ~pool() = default;

    /// Lends a resource: an idle one that is fit, else a new one, else the next to come back.
    ///
    /// `limit` is a span or a point in time and bounds everything together: waiting, proving,
    /// opening and backing off. Zero or less: no waiting, no opening. Without it,
    /// `limits::acquire_timeout`. `where` is kept for the report of `close`.
    ///
    /// Throws: `acquire_error`, which tells why. Exception guarantee: strong.
    /// Complexity: O(1) when a resource is idle and fit.
    [[nodiscard]] lease
    acquire(timeout limit, std::source_location where = std::source_location::current()) {
        return lend_or_throw(limit, trust::verify, where);
    }

    [[nodiscard]] lease acquire(std::source_location where = std::source_location::current()) {
        return acquire(house_->bounds().acquire_timeout, where);
    }

    /// The same; a failure sets `failed` and returns an empty lease. `failed` is cleared first.
    [[nodiscard]] lease acquire(
        timeout limit,
        boost::system::error_code& failed,
        std::source_location where = std::source_location::current()) {
        static_assert(sizeof(check_blocking<house>) > 0);
        failed.clear();
        slot* idle = house_->take_idle();
        if (idle != nullptr && outgoing::is_ready(*house_, *idle))
            return lend(*house_, *idle, borrower::thread, where);
        if constexpr (!must_await<house>) {
            borrow<house> asking{*house_, limit, trust::verify};
            if (slot* s = asking.run(idle)) return lend(*house_, *s, borrower::thread, where);
            failed = asking.failure().kind;
        }
        return {};
    }

    /// The same as `acquire(limit)` without letting an idle resource prove itself: it may be dead.
    /// What is expired or retired is not lent.
    [[nodiscard]] lease acquire(
        unverified_t, timeout limit, std::source_location where = std::source_location::current()) {
        return lend_or_throw(limit, trust::blind, where);
    }

    [[nodiscard]] lease
    acquire(unverified_t, std::source_location where = std::source_location::current()) {
        return acquire(unverified, house_->bounds().acquire_timeout, where);
    }

    /// Lends what is idle and fit at once, else returns an empty lease: it neither waits for a
    /// resource nor opens one. Each idle one it looks at may take the proof that the validation
    /// policy wants, within that policy's timeout.
    [[nodiscard]] lease try_acquire(std::source_location where = std::source_location::current()) {
        static_assert(sizeof(check_blocking<house>) > 0);
        if constexpr (must_await<house>) return {};
        borrow<house> asking{*house_, deadline::never(), trust::verify};
        slot* s = asking.try_run();
        return s == nullptr ? lease{} : lend(*house_, *s, borrower::thread, where);
    }

    /// Puts all that is open now under suspicion: each must prove itself before it is lent again,
    /// and is closed instead where no validation policy can prove it.
    void refresh() noexcept { house_->refresh(); }

    /// Admits nobody any more, fails who waits (`errc::closed`), closes what is idle, and waits
    /// until the leases are home or `limit` is over. Returns what is still out then; it is closed
    /// when it comes back. May be called again, to wait again.
    close_report close(timeout limit) { return drain<house>{*house_}.run(limit); }

    /// A snapshot, consistent in itself but for `since.lent` and `since.proofs`, which are counted
    /// apart. Complexity: O(max_size).
    [[nodiscard]] cenote::stats stats() const { return house_->count(); }

    /// The factory that the pool owns. It is called from many threads at once.
    [[nodiscard]] Factory& factory() noexcept { return house_->factory(); }

private:
    friend struct pool_access;
    using slot = typename house::slot;

    struct abandon {
        void operator()(house* left) const noexcept {
            drain<house>{*left}.leave();
            left->abandon();
        }
    };

    struct put_back {
        house* to;

        void operator()(slot* s) const noexcept { to->put_back(*s); }
    };

    static house* build(Factory factory, limits bounds, policies chosen) {
        bounds.check();
        chosen.check();
        return new house{std::move(factory), bounds, std::move(chosen)};
    }

    /// Opens the idle ones that the limits ask for; none of them counts as lent.
    void warm_up() {
        std::vector<std::unique_ptr<slot, put_back>> opened;
        opened.reserve(house_->bounds().min_idle);
        while (opened.size() < house_->bounds().min_idle) {
            borrow<house> asking{*house_, house_->bounds().acquire_timeout, trust::verify};
            asking.do_not_hesitate();
            opened.emplace_back(&served(asking, nullptr), put_back{house_.get()});
        }
    }

    [[nodiscard]] static slot& served(borrow<house>& asking, slot* idle) {
        if (slot* s = asking.run(idle)) return *s;
        throw acquire_error{asking.failure()};
    }

    [[nodiscard]] lease lend_or_throw(timeout limit, trust how, std::source_location where) {
        static_assert(sizeof(check_blocking<house>) > 0);
        slot* idle = house_->take_idle();
        if (idle != nullptr && outgoing::is_ready(*house_, *idle))
            return lend(*house_, *idle, borrower::thread, where);
        return lend(*house_, fetch(idle, limit, how), borrower::thread, where);
    }

    /// All that takes more than handing over what is ready; apart, to keep that short.
    [[nodiscard, gnu::noinline]] slot& fetch(slot* idle, timeout limit, trust how) {
        if constexpr (!must_await<house>) {
            borrow<house> asking{*house_, limit, how};
            return served(asking, idle);
        } else {
            return *idle;
        }
    }

    [[nodiscard]] static lease
    lend(house& from, slot& s, borrower to, std::source_location where) noexcept {
        s.lend(to, where);
        observer::tell::lent(from.template policy<concerns::observer>());
        return lease{from, s};
    }

    std::unique_ptr<house, abandon> house_;
};

template <class Factory>
pool(Factory) -> pool<Factory>;

template <class Factory, class... Given>
pool(Factory, limits, Given...) -> pool<Factory, Given...>;

} // namespace cenote
