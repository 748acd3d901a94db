#pragma once

#include <cenote/base/fault.hpp>
#include <cenote/base/time.hpp>

#include <cenote/warehouse/call_context.hpp>
#include <cenote/warehouse/counts.hpp>

#include <chrono>
#include <exception>
#include <utility>

namespace cenote::detail {

/// A lease that work is done on from call to call. It ends with a session that nothing is left open
/// on, or with none.
template <class Pool>
class kept_lease {
    using lease = typename Pool::lease;

public:
    explicit kept_lease(const call_context<Pool>& of) noexcept
        : of_{of} {}

    kept_lease(const kept_lease&) = delete;
    kept_lease& operator=(const kept_lease&) = delete;

    ~kept_lease() { give_back(); }

    /// Precondition: none is held.
    void take(lease&& taken) noexcept { held_ = std::move(taken); }

    /// Precondition: one is held.
    [[nodiscard]] auto& session() const noexcept { return *held_; }

    /// Gives it back, rolled back, if there is one and the session is well.
    void give_back() noexcept {
        if (!held_) return;
        auto& factory = of_.pool.factory();
        try {
            const auto until =
                deadline::after(of_.wanted.rollback_timeout, std::chrono::steady_clock::now());
            if (factory.in_transaction(*held_)) factory.rollback(*held_, until);
        } catch (...) {
            return lose(factory.classify(*held_, std::current_exception()));
        }
        if (!factory.peek(*held_).alive()) return lose(fault::lost);
        held_.release();
    }

    /// Ends it, and its session, which failed of `what`.
    void lose(fault what) noexcept {
        counts::add(of_.counted.lost);
        held_.discard(what);
    }

private:
    call_context<Pool> of_;
    lease held_{};
};

} // namespace cenote::detail
