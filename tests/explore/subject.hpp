#pragma once

#include <cenote/pool.hpp>
#include <cenote/pool/access.hpp>

#include "awaiting.hpp"
#include "clock.hpp"
#include "loan.hpp"
#include "site.hpp"
#include "watcher.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>
#include <vector>

namespace explore {

/// A pool that is explored: it is asked as any pool is, and each answer is checked.
template <class Pool, class Threading>
class subject {
    using house_type =
        std::remove_reference_t<decltype(cenote::pool_access::house_of(std::declval<Pool&>()))>;

public:
    using lease = typename Pool::lease;
    using loan = explore::loan<lease>;
    using awaiter = awaiting<house_type>;

    template <class... Policies>
    explicit subject(cenote::limits bounds, Policies... policies)
        : size_{bounds.max_size}
        , pool_{std::make_unique<Pool>(
              factory{&site_},
              bounds,
              Threading{},
              explore::clock{},
              watcher{&arrivals_},
              std::move(policies)...)} {}

    /// What is to be expected of it, beyond what is of all.
    struct expected {
        bool in_order = false;    ///< Nobody is served before those who waited when he came.
        bool turns_away = false;  ///< Not everybody may wait.
        std::size_t wakes = ~0UL; ///< Nobody is woken more often than that before he is served.
    } expects;

    site& at() noexcept { return site_; }

    /// A resource within `limit`, without one for ever; or none, if there is a reason.
    [[nodiscard]] loan acquire(cenote::timeout limit = cenote::deadline::never()) {
        return ask(limit, [&](auto& why) {
            boost::system::error_code failed;
            auto lent = pool_->acquire(limit, failed);
            if (!lent) why = static_cast<cenote::errc>(failed.value());
            return lent;
        });
    }

    /// The same for a caller that awaits; none, too, if it is cancelled.
    [[nodiscard]] loan await(awaiter& who, cenote::timeout limit = cenote::deadline::never()) {
        return ask(limit, [&](auto& why) {
            auto* const got = who.begin(house(), limit);
            if (got == nullptr && !who.was_cancelled()) why = who.failure();
            return got == nullptr ? lease{}
                                  : cenote::pool_access::lend<Pool>(
                                        house(), *got, std::source_location::current());
        });
    }

    [[nodiscard]] loan try_acquire() { return loan{pool_->try_acquire()}; }

    /// Closes the pool and waits for the end, for ever.
    void close() {
        closing_ = true;
        const auto report = pool_->close(cenote::deadline::never());
        closed_ = true;
        if (!report.complete() || site_.open != detached_)
            fail(wrong::false_answer, "close is done before all is home");
    }

    void refresh() { pool_->refresh(); }

    /// Counts while others use it: the numbers are of one moment.
    void check_sum() const {
        const auto now = pool_->stats().now;
        if (now.idle + now.leased != now.open || now.open + now.opening > size_)
            fail(wrong::lost, "the pool counts wrong while it is used");
    }

    /// The pool is gone; what it lent may live on.
    void destroy() {
        closing_ = true;
        pool_.reset();
        destroyed_ = true;
    }

    /// Somebody will keep that many for good.
    void expect_detached(std::size_t number) noexcept { detached_ = number; }

    /// To be called when nobody uses it: everything is free that should be, and works; then all ends.
    void check_all_is_home() {
        site_.fails = 0;
        site_.dead = false;
        scheduler::running().pass(std::chrono::hours{1}); // whatever was held against opening
        if (!destroyed_) {
            check_count();
            if (!closing_) check_all_can_be_had();
            close();
            if (pool_->acquire(cenote::deadline::never(), ignored_))
                fail(wrong::lost, "closed pool lends");
            check_count();
            pool_.reset();
        }
        if (site_.open != detached_) fail(wrong::lost, "something was never closed");
    }

private:
    [[noreturn]] static void fail(wrong what, const char* how) {
        scheduler::running().fail(what, how);
    }

    [[nodiscard]] house_type& house() noexcept { return cenote::pool_access::house_of(*pool_); }

    /// What `get(why)` returns; it sets `why` where there must be a reason.
    template <class Get>
    [[nodiscard]] loan ask(cenote::timeout limit, Get get) {
        auto& all = scheduler::running();
        all.story().note(all.current(), "asks");
        const auto until = limit.from([&] { return all.now(); });
        const bool was_closed = closed_;
        const std::size_t woken = all.woken();
        arrivals_.ask(until == cenote::deadline::never());
        std::optional<cenote::errc> why;
        loan got{get(why)};
        if (got) check_turn(was_closed, all.woken() - woken);
        if (why) check_reason(*why, until);
        arrivals_.leave();
        all.story().note(all.current(), got ? "has it" : "has nothing");
        return got;
    }

    void check_turn(bool was_closed, std::size_t woken) {
        if (was_closed) fail(wrong::false_answer, "a closed pool lends");
        if (expects.in_order && arrivals_.anybody_before())
            fail(wrong::overtaken, "somebody who came later was served first");
        if (woken > expects.wakes)
            fail(wrong::overtaken, "somebody was woken too often for nothing");
    }

    void check_reason(cenote::errc why, cenote::deadline until) const {
        using cenote::errc;
        const bool late = until.passed(scheduler::running().now());
        bool true_reason = late;
        switch (why) {
        case errc::exhausted:
        case errc::queue_full: true_reason = late || expects.turns_away; break;
        case errc::open_failed: true_reason = late || site_.failures > 0; break;
        case errc::verify_failed: true_reason = late || site_.dead; break;
        case errc::closed: true_reason = closing_; break;
        case errc::breaker_open: true_reason = site_.failures > 0; break;
        }
        if (!true_reason) fail(wrong::false_answer, cenote::make_error_code(why).message().c_str());
    }

    void check_count() const {
        const auto now = pool_->stats().now;
        if (now.leased + now.opening + now.waiting + now.abandoned != 0)
            fail(wrong::lost, "the pool counts what is not");
        if (now.open != now.idle || now.idle + detached_ != site_.open || now.max_size != size_)
            fail(wrong::lost, "the pool counts wrong");
    }

    void check_all_can_be_had() {
        std::vector<loan> all(size_);
        for (loan& each : all)
            if (!(each = acquire())) fail(wrong::lost, "a place is gone");
        if (try_acquire() || site_.open != size_ + detached_)
            fail(wrong::lost, "there is one too many");
    }

    site site_;
    arrivals arrivals_;
    std::size_t size_;
    std::size_t detached_ = 0;
    bool closing_ = false;
    bool closed_ = false;
    bool destroyed_ = false;
    boost::system::error_code ignored_;
    std::unique_ptr<Pool> pool_;
};

} // namespace explore
