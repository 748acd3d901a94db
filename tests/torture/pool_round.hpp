#pragma once

#include <cenote/policy/observer/counters.hpp>

#include "assemblies.hpp"
#include "customer.hpp"

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <string>
#include <support/threads.hpp>
#include <thread>
#include <utility>
#include <vector>

namespace torture {

/// A pool from its beginning to its end, with threads at it all the while.
template <class Pool>
class pool_round {
    using lease = typename Pool::lease;

public:
    pool_round(rules r, dice d)
        : rules_{r}
        , dice_{d} {}

    template <class... Policies>
    void run(const Policies&... policies) {
        const std::size_t threads_before = test::threads_now();
        const cenote::limits bounds{
            .min_idle = dice_.one_in(3) ? 1U : 0U,
            .max_size = dice_.between(1, 8),
            .acquire_timeout = std::chrono::milliseconds{50}};
        if (rules_.opens > 0) world_->most_opening = rules_.opens;
        if (rules_.closes_in_place) world_->most_alive = bounds.max_size + rules_.opens;
        try {
            pool_.emplace(factory{world_}, bounds, watch_, policies...);
        } catch (const cenote::acquire_error&) { // of opening min_idle in a storm
        }
        if (pool_) {
            torment();
            pool_.reset();
            kept_.clear(); // leases that outlive their pool
        }
        await_nothing(threads_before);
        if (last_seen_) settle_accounts(); // now that observers have been told everything
    }

private:
    enum class ending { whole, closed_amid, outlived };
    enum class phase { storm, calm, over };

    void torment() {
        const auto how = static_cast<ending>(dice_.below(3));
        const std::size_t number = dice_.between(2, 12);
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < number; ++i) {
            const dice own{dice_.below(SIZE_MAX), i};
            threads.emplace_back([this, own] { work(own); });
        }
        blow();
        if (how == ending::closed_amid)
            (void)pool_->close(dice_.up_to(std::chrono::milliseconds{40}));
        calm_at_ = now();
        world_->calm = true;
        phase_ = how == ending::whole ? phase::calm : phase::over;
        threads.clear();
        if (how == ending::outlived) return;
        kept_.clear();
        close();
        last_seen_ = pool_->stats();
    }

    /// Bad weather comes and goes.
    void blow() {
        using namespace std::chrono_literals;
        const auto until = now() + 700ms;
        while (now() < until) {
            std::this_thread::sleep_for(5ms + dice_.up_to(60ms));
            world_->down = !world_->down && dice_.one_in(2);
        }
    }

    void work(dice own) {
        customer<Pool> one{*pool_, *world_, tally_, rules_.cleans, own};
        while (phase_ == phase::storm && !one.sees_closed())
            one.take_step();
        if (phase_ == phase::calm) one.be_served(calm_at_);
        const std::lock_guard held{mutex_};
        for (auto& left : one.take_kept())
            kept_.push_back(std::move(left));
    }

    void close() {
        using namespace std::chrono_literals;
        const auto begun = now();
        while (!pool_->close(3s).complete())
            must(now() - begun < 3s, "close is not complete with all leases home");
        must(world_->alive == 0, "closed, and alive are still:", world_->alive.load());
    }

    void settle_accounts() {
        const auto& seen = *last_seen_;
        const auto told = watch_.read();
        const auto sum = [](const auto& by) {
            return std::accumulate(by.begin(), by.end(), std::uint64_t{0});
        };
        const auto same = [](std::uint64_t a, std::uint64_t b, const char* what) {
            must(a == b, what, a, b);
        };
        same(seen.now.open + seen.now.opening + seen.now.closing, 0, "something is left:");
        same(seen.now.waiting, 0, "somebody waits in a closed pool:");
        same(seen.since.opened, world_->opened, "opened:");
        same(sum(seen.since.closed_by), world_->closed, "closed:");
        same(world_->opened, world_->closed + tally_.detached, "opened, closed or detached:");
        same(seen.since.lent, tally_.lent, "lent:");
        same(told.lent, told.returned, "lent and returned:");
        same(told.lent, tally_.lent, "lent, the observer:");
        same(told.opened, seen.since.opened, "opened, the observer:");
        same(told.refreshes, seen.since.refreshes, "refreshes, the observer:");
        same(told.alive + told.dead, seen.since.proofs, "proofs, the observer:");
        same(told.waited, seen.since.waited, "waited, the observer:");
        same(sum(told.open_failed_by), seen.since.open_failures, "failed opens, the observer:");
        for (std::size_t i = 0; i < cenote::close_causes; ++i)
            same(told.closed_by[i], seen.since.closed_by[i], "closed for a cause, the observer:");
        for (std::size_t i = 0; i < cenote::errc_slots; ++i) {
            same(seen.since.failed_by[i], tally_.failed[i], "failed in one way:");
            same(told.failed_by[i], tally_.failed[i], "failed in one way, the observer:");
        }
        must(seen.since.open_failures >= world_->failed, "failed opens are missing");
        must(
            seen.since.open_failures <= world_->failed + seen.since.abandoned,
            "more failed opens than there were");
    }

    void await_nothing(std::size_t threads_before) {
        using namespace std::chrono_literals;
        const auto begun = now();
        while (world_->alive > 0 || test::threads_now() > threads_before) {
            must(
                now() - begun < 5s,
                "left are threads, resources:",
                test::threads_now() - threads_before,
                world_->alive.load());
            std::this_thread::sleep_for(100us);
        }
    }

    rules rules_;
    dice dice_;
    std::shared_ptr<world> world_ = std::make_shared<world>(dice_.below(SIZE_MAX));
    cenote::observer::counters watch_;
    tally tally_;
    std::optional<Pool> pool_;
    std::optional<cenote::stats> last_seen_;
    std::atomic<phase> phase_{phase::storm};
    cenote::time_point calm_at_{}; // read after phase_ says so
    std::mutex mutex_;             // guards what follows
    std::vector<tenancy<lease>> kept_;
};

} // namespace torture
