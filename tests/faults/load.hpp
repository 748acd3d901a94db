#pragma once

#include <cenote/base/acquire_error.hpp>
#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/warehouse.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <faults/figures.hpp>
#include <faults/trouble.hpp>
#include <map>
#include <mutex>
#include <random>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace faults {

/// How many rows the load's table has; their ids begin at 1.
inline constexpr int items = 200;

/// What the load found so far.
struct findings {
    std::uint64_t calls{};
    std::uint64_t dead_lent{};    ///< Leases of a session that had been broken before.
    std::uint64_t lost_reads{};   ///< Reads that failed because a connection was lost.
    std::uint64_t early{};        ///< Errors before the fault.
    std::uint64_t during{};       ///< Errors of calls begun while it lasted.
    std::uint64_t after{};        ///< Errors of calls begun after its end.
    std::uint64_t failed_reads{}; ///< Reads that failed, in whatever way.
    std::uint64_t failed_writes{};
    cenote::duration late_acquire{}; ///< The longest that an acquire outlived its deadline,
    cenote::duration late_call{};    ///< and a call, which has to be cancelled first.
    clock::time_point last_error{};  ///< When the last call that failed returned.
    clock::time_point first_good =
        clock::time_point::max(); ///< After the end, the first that did not.
    std::map<std::string, std::uint64_t> kinds{};
};

/// Threads that read, write and borrow through a warehouse until they are told to stop. Of eight
/// calls four read, one writes, and three borrow a connection and ask on it.
template <class Warehouse>
class load {
    enum class call : unsigned char { read, write, borrow };

public:
    load(Warehouse& from, trouble& what, std::size_t threads, cenote::duration limit)
        : from_{from}
        , trouble_{what}
        , limit_{limit} {
        for (std::size_t i = 0; i < threads; ++i)
            threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }

    /// The fault begins, or ends, now.
    void fault_begins() { set(begun_); }

    void fault_ends() { set(ended_); }

    [[nodiscard]] clock::time_point ended() const {
        const std::lock_guard held{mutex_};
        return ended_;
    }

    /// The version that connections are to see from now on.
    void expect(int version) {
        version_ = version;
        trouble_.begin();
        trouble_.end();
    }

    [[nodiscard]] findings found() const {
        const std::lock_guard held{mutex_};
        return found_;
    }

    /// Ends the threads, once their calls have returned.
    void stop() { threads_.clear(); }

private:
    void set(clock::time_point& one) {
        const std::lock_guard held{mutex_};
        one = clock::now();
    }

    void work(const std::stop_token& stop) {
        std::minstd_rand dice{std::random_device{}()};
        for (unsigned turn = 0; !stop.stop_requested(); ++turn) {
            const int item = std::uniform_int_distribution{1, items}(dice);
            const auto kind = turn % 8 == 7   ? call::write
                              : turn % 2 == 1 ? call::borrow
                                              : call::read;
            trouble_.unless_paused([&] { make(kind, item); });
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
    }

    void make(call kind, int item) {
        auto start = clock::now();
        std::string error;
        auto what = cenote::fault::permanent;
        try {
            if (kind == call::read)
                static_cast<void>(from_.template execute_query<int>(
                    cenote::within(limit_), "select n from items where id = :id", item));
            else if (kind == call::write)
                from_.execute_query(
                    cenote::within(limit_), "update items set n = n + 1 where id = :id", item);
            else
                borrow(start);
        } catch (const cenote::query_error& e) {
            what = e.kind();
            error = std::string{to_string(what)} + " " + e.failure().code;
        } catch (const cenote::acquire_error& e) {
            error = e.code().message();
            add_late(&findings::late_acquire, start);
        }
        add_late(&findings::late_call, start);
        note(kind, start, clock::now(), error, what);
    }

    // The first statement on a lease tells whether it was dead when it was lent. It has a time limit
    // of its own, which begins with it.
    void borrow(clock::time_point& start) {
        auto lease = from_.connection(limit_);
        const auto lent = clock::now();
        add_late(&findings::late_acquire, std::exchange(start, lent));
        try {
            const int expected = version_;
            const auto seen =
                from_.template execute_query<int>(*lease, "select v from version").front();
            if (seen != expected && !trouble_.explains(lent, clock::now())) add_dead();
        } catch (const cenote::query_error& e) {
            const bool dead = e.kind() == cenote::fault::lost;
            if (dead && !trouble_.explains(lent, clock::now())) add_dead();
            if (cenote::ends_resource(e.kind())) lease.discard(e.kind());
            throw;
        }
    }

    void add_late(cenote::duration findings::* what, clock::time_point start) {
        const auto late = clock::now() - start - limit_;
        const std::lock_guard held{mutex_};
        found_.*what = std::max(found_.*what, late);
    }

    void add_dead() {
        const std::lock_guard held{mutex_};
        ++found_.dead_lent;
    }

    void note(
        call kind,
        clock::time_point start,
        clock::time_point end,
        const std::string& error,
        cenote::fault what) {
        const std::lock_guard held{mutex_};
        auto& f = found_;
        ++f.calls;
        if (error.empty()) {
            if (start >= ended_) f.first_good = std::min(f.first_good, end);
            return;
        }
        ++f.kinds[error];
        ++(end < begun_ ? f.early : start < ended_ ? f.during : f.after);
        f.last_error = end;
        if (kind == call::read) ++f.failed_reads;
        if (kind == call::write) ++f.failed_writes;
        if (kind == call::read && what == cenote::fault::lost) ++f.lost_reads;
    }

    Warehouse& from_;
    trouble& trouble_;
    cenote::duration limit_;
    std::atomic<int> version_{1};
    mutable std::mutex mutex_; // guards the three below
    clock::time_point begun_ = clock::time_point::max();
    clock::time_point ended_ = clock::time_point::max();
    findings found_{};
    std::vector<std::jthread> threads_{}; // last: they use all of the above
};

} // namespace faults
