#pragma once

#include <cenote/base/close_cause.hpp>
#include <cenote/base/error.hpp>
#include <cenote/base/fault.hpp>
#include <cenote/base/health.hpp>

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/observer/concept.hpp>
#include <cenote/policy/validation/proof.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace cenote::observer {

/// What `counters` had counted at one moment. Each number is exact; between two of them events may
/// have been under way.
struct counts {
    std::uint64_t opened{};                        ///< Resources opened.
    std::uint64_t lent{};                          ///< Leases begun.
    std::uint64_t returned{};                      ///< Leases ended.
    std::uint64_t waited{};                        ///< Callers that began to wait.
    std::uint64_t alive{};                         ///< Proofs that found the resource alive.
    std::uint64_t dead{};                          ///< Proofs that found it dead.
    std::uint64_t refreshes{};                     ///< Refreshes.
    std::array<std::uint64_t, 6> open_failed_by{}; ///< Attempts to open that failed, by `fault`.
    std::array<std::uint64_t, close_causes> closed_by{}; ///< Resources closed, by `close_cause`.
    std::array<std::uint64_t, errc_slots> failed_by{};   ///< Acquires that failed, by `errc`.

    /// Attempts to open that failed in this way.
    [[nodiscard]] std::uint64_t open_failed(fault why) const noexcept {
        return open_failed_by[static_cast<std::size_t>(why)];
    }

    /// Resources closed for this cause.
    [[nodiscard]] std::uint64_t closed(close_cause why) const noexcept {
        return closed_by[static_cast<std::size_t>(why)];
    }

    /// Acquires that failed in this way.
    [[nodiscard]] std::uint64_t failed(errc kind) const noexcept {
        return failed_by[static_cast<std::size_t>(kind)];
    }

    friend bool operator==(const counts&, const counts&) noexcept = default;
};

/// Counts every event of a pool. Copies share the numbers: keep one to read, give one to the pool.
///
/// Thread-safety: all members, from any thread. Complexity: one relaxed increment for each event.
class counters {
public:
    using concern = concerns::observer;

    counters()
        : tallies_{std::make_shared<tallies>()} {}

    /// The numbers so far.
    [[nodiscard]] counts read() const noexcept {
        const tallies& from = *tallies_;
        counts to{
            .opened = from.opened.read(),
            .lent = from.lent.read(),
            .returned = from.returned.read(),
            .waited = from.waited.read(),
            .alive = from.alive.read(),
            .dead = from.dead.read(),
            .refreshes = from.refreshes.read()};
        copy(from.open_failed_by, to.open_failed_by);
        copy(from.closed_by, to.closed_by);
        copy(from.failed_by, to.failed_by);
        return to;
    }

    void on_opened() const noexcept { tallies_->opened.add(); }

    void on_open_failed(fault why) const noexcept { add(tallies_->open_failed_by, why); }

    void on_validated(proof, health found) const noexcept {
        (found.alive() ? tallies_->alive : tallies_->dead).add();
    }

    void on_lent() const noexcept { tallies_->lent.add(); }

    void on_returned() const noexcept { tallies_->returned.add(); }

    void on_closed(close_cause why) const noexcept { add(tallies_->closed_by, why); }

    void on_refreshed(std::uint64_t) const noexcept { tallies_->refreshes.add(); }

    void on_waiting() const noexcept { tallies_->waited.add(); }

    void on_failed(errc kind) const noexcept { add(tallies_->failed_by, kind); }

private:
    /// One number. Relaxed, since each number stands for itself: no other memory is published
    /// through it, no decision is taken on it, and increments of one atomic are never lost.
    class tally {
    public:
        void add() noexcept { value_.fetch_add(1, std::memory_order_relaxed); }

        [[nodiscard]] std::uint64_t read() const noexcept {
            return value_.load(std::memory_order_relaxed);
        }

    private:
        std::atomic<std::uint64_t> value_{0};
    };

    struct tallies {
        tally opened, lent, returned, waited, alive, dead, refreshes;
        std::array<tally, std::tuple_size_v<decltype(counts::open_failed_by)>> open_failed_by;
        std::array<tally, std::tuple_size_v<decltype(counts::closed_by)>> closed_by;
        std::array<tally, std::tuple_size_v<decltype(counts::failed_by)>> failed_by;
    };

    template <std::size_t N, class Enum>
    static void add(std::array<tally, N>& by, Enum which) noexcept {
        by[static_cast<std::size_t>(which)].add();
    }

    template <std::size_t N>
    static void copy(const std::array<tally, N>& from, std::array<std::uint64_t, N>& to) noexcept {
        for (std::size_t i = 0; i < N; ++i)
            to[i] = from[i].read();
    }

    std::shared_ptr<tallies> tallies_;
};

static_assert(policy<counters>);

} // namespace cenote::observer
