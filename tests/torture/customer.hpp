#pragma once

#include <cenote/base/acquire_error.hpp>

#include <cenote/pool.hpp>

#include "figures.hpp"
#include "step.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#ifndef __has_feature // clang's
#define __has_feature(x) 0
#endif

namespace torture {

/// A lease that checks, as long as it lasts, that nobody else has the resource.
template <class Lease>
class tenancy {
public:
    tenancy(Lease lease, bool cleaned)
        : lease_{std::move(lease)} {
        if (lease_) lease_->lent(cleaned);
    }

    tenancy(tenancy&&) noexcept = default;
    tenancy& operator=(tenancy&&) = delete;

    ~tenancy() { vacate(); }

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(lease_); }

    [[nodiscard]] thing& what() const noexcept { return *lease_; }

    /// The bare lease, which is to be ended at once.
    [[nodiscard]] Lease end() {
        vacate();
        return std::move(lease_);
    }

private:
    void vacate() {
        if (lease_) lease_->leave();
    }

    Lease lease_;
};

/// What the customers of one pool have met together.
struct tally {
    std::atomic<std::uint64_t> lent{0};
    std::atomic<std::uint64_t> detached{0};
    std::array<std::atomic<std::uint64_t>, cenote::errc_slots> failed{};
};

/// One thread that works a pool.
///
/// Thread-safety: belongs to one thread.
template <class Pool>
class customer {
    using lease = typename Pool::lease;

public:
    customer(Pool& pool, world& where, tally& count, bool cleaned, dice d)
        : pool_{pool}
        , world_{where}
        , tally_{count}
        , cleaned_{cleaned}
        , dice_{d} {}

    void take_step() {
        const step next{dice_};
        if (dice_.one_in(5)) kept_.clear();
        switch (next.how) {
        case step::way::refresh: return pool_.refresh();
        case step::way::look: return look();
        default: break;
        }
        tenancy<lease> got{take(next), cleaned_};
        if (got) use(std::move(got), next);
    }

    /// Takes and gives back until it works: it is calm.
    void be_served(cenote::time_point since) {
        using namespace std::chrono_literals;
        kept_.clear();
        while (!tenancy<lease>{attempt(3s, [&] { return pool_.acquire(3s); }), cleaned_}) {
            must(now() - since < 3s, "the pool is not whole, three seconds after the faults");
            std::this_thread::sleep_for(1ms);
        }
    }

    [[nodiscard]] bool sees_closed() const noexcept { return closed_; }

    /// What it still has.
    [[nodiscard]] std::vector<tenancy<lease>> take_kept() { return std::move(kept_); }

private:
    // The thread sanitizer stops everybody while it looks up the names for what it suppresses.
#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
    static constexpr auto slack = std::chrono::seconds{5};
#else
    static constexpr auto slack = std::chrono::seconds{1};
#endif

    void look() const {
        const auto seen = pool_.stats();
        must(seen.now.open + seen.now.opening <= seen.now.max_size, "more open than places");
        must(seen.now.open == seen.now.idle + seen.now.leased, "open is not idle and leased");
    }

    [[nodiscard]] lease take(const step& s) {
        using namespace std::chrono_literals;
        switch (s.how) {
        case step::way::at_once: return attempt(0s, [&] { return pool_.acquire(0s); });
        case step::way::too_late: {
            const auto past = cenote::deadline{now() - 1ms};
            return attempt(0s, [&] { return pool_.acquire(past); });
        }
        case step::way::nothing: return counted(pool_.try_acquire());
        case step::way::blind:
            return attempt(s.limit, [&] { return pool_.acquire(cenote::unverified, s.limit); });
        case step::way::patient:
            kept_.clear(); // who waits for long must not be what others wait for
            return attempt(2s, [&] { return pool_.acquire(2s); });
        case step::way::silent: return attempt(s.limit, [&] { return silently(s.limit); });
        default: return attempt(s.limit, [&] { return pool_.acquire(s.limit); });
        }
    }

    [[nodiscard]] lease silently(cenote::duration limit) {
        boost::system::error_code why;
        auto got = pool_.acquire(limit, why);
        must(static_cast<bool>(got) == !why, "an empty lease without a reason");
        if (why) note(static_cast<cenote::errc>(why.value()));
        return got;
    }

    template <class Acquire>
    [[nodiscard]] lease attempt(cenote::duration limit, Acquire acquire) {
        const auto begun = now();
        ++figures::all().acquires;
        lease got;
        try {
            got = acquire();
        } catch (const cenote::acquire_error& e) {
            note(e.failure().kind);
            if (e.failure().waited == cenote::duration::zero()) pause();
            must(e.failure().waited < limit + slack, "it says that it waited past its deadline");
        }
        const auto over = now() - begun - limit;
        figures::all().overrun(over);
        must(over < slack, "an acquire went past its deadline, by ns:", over.count());
        return counted(std::move(got));
    }

    /// Who is refused at once would do nothing else all day.
    static void pause() { std::this_thread::sleep_for(std::chrono::microseconds{200}); }

    void note(cenote::errc why) {
        closed_ = closed_ || why == cenote::errc::closed;
        ++tally_.failed[static_cast<std::size_t>(why)];
        ++figures::all().failed[static_cast<std::size_t>(why)];
    }

    [[nodiscard]] lease counted(lease got) {
        tally_.lent += got ? 1U : 0U;
        figures::all().lent += got ? 1U : 0U;
        return got;
    }

    void use(tenancy<lease> got, const step& s) {
        if (s.hold > cenote::duration::zero()) std::this_thread::sleep_for(s.hold);
        got.what().in_transaction = got.what().in_transaction || s.transaction;
        switch (s.then) {
        case step::end::leave: return;
        case step::end::release: return got.end().release();
        case step::end::discard: return got.end().discard();
        case step::end::tell: return got.end().discard(s.what);
        case step::end::detach: return detach(std::move(got));
        case step::end::move: {
            lease other;
            other = got.end();
            lease third{std::move(other)};
            return third.swap(other);
        }
        case step::end::throws:
            try {
                const tenancy<lease> here{std::move(got)};
                throw stranger{};
            } catch (const stranger&) {
            }
            return;
        case step::end::keep:
            if (kept_.empty()) kept_.push_back(std::move(got));
        }
    }

    void detach(tenancy<lease> got) {
        ++world_.detached;
        ++tally_.detached;
        auto own = got.end().detach();
        must(own != nullptr, "nothing was detached");
        own->lent(false);
        own->leave();
        own.reset();
        --world_.detached;
    }

    Pool& pool_;
    world& world_;
    tally& tally_;
    bool cleaned_;
    dice dice_;
    std::vector<tenancy<lease>> kept_;
    bool closed_ = false;
};

} // namespace torture
