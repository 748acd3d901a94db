#pragma once

#include <atomic>

namespace cenote {

/// What has happened to an operation, and whether somebody is about to deal with it: its own little
/// strand. Who makes it busy deals with all that happens until it rests.
///
/// Thread-safety: `note` by any thread, the rest by who made it busy. While it is busy, nobody else
/// frees the operation.
class events {
public:
    enum event : unsigned {
        woken = 2,     ///< By the ledger.
        late = 4,      ///< By the clock.
        cancelled = 8, ///< By who awaits the operation.
        done = 16,     ///< What was to be done for it is.
        forsaken = 32, ///< Its context is going.
    };

    /// True if it was at rest: the caller has made it busy.
    [[nodiscard]] bool note(event what) noexcept {
        // Release and acquire: what was written for the event is there for who deals with it.
        return (state_.fetch_or(what | busy, std::memory_order_acq_rel) & busy) == 0;
    }

    /// All that has happened and was not taken yet.
    [[nodiscard]] unsigned take() noexcept {
        return state_.fetch_and(busy, std::memory_order_acq_rel) & ~unsigned{busy};
    }

    /// True when nothing has happened meanwhile: it is at rest, and the operation may be gone.
    [[nodiscard]] bool rests() noexcept {
        unsigned alone = busy;
        return state_.compare_exchange_strong(alone, 0, std::memory_order_acq_rel);
    }

    /// True when `awaited` has not happened: it is at rest until something does.
    [[nodiscard]] bool rests_until(event awaited) noexcept {
        unsigned seen = state_.load(std::memory_order_acquire);
        while ((seen & awaited) == 0)
            if (state_.compare_exchange_weak(
                    seen, seen & ~unsigned{busy}, std::memory_order_acq_rel))
                return true;
        return false;
    }

private:
    static constexpr unsigned busy = 1;

    std::atomic<unsigned> state_{busy}; // who makes an operation begins it
};

} // namespace cenote
