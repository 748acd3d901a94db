#pragma once

#include <atomic>

namespace cenote {

/// Something that can be switched on and off while others use it.
///
/// Relaxed on purpose: a switch publishes no other data, so a thread that has not seen a change yet
/// merely goes on for a moment as before.
class toggle {
public:
    explicit toggle(bool on = true) noexcept
        : on_{on} {}

    [[nodiscard]] bool on() const noexcept { return on_.load(std::memory_order_relaxed); }

    void set(bool on) noexcept { on_.store(on, std::memory_order_relaxed); }

private:
    std::atomic<bool> on_;
};

/// Which of the five repairs a warehouse starts with.
struct repairs {
    bool verify = true;   ///< An idle connection proves to be alive before it is lent.
    bool retry = true;    ///< Failed opens are tried again, and reads whose connection was lost.
    bool recycle = true;  ///< Old and long idle connections are replaced.
    bool rollback = true; ///< A transaction that was left open is rolled back.
    bool refresh = true;  ///< One connection found lost puts the others under suspicion.
};

/// The same five, to be switched at run time, from any thread, also while queries run: what is
/// under way may still go by the old setting. With all five off, the pool lends what it has as a
/// plain pool does.
struct repair_switches {
    explicit repair_switches(repairs first = {}) noexcept
        : verify{first.verify}
        , retry{first.retry}
        , recycle{first.recycle}
        , rollback{first.rollback}
        , refresh{first.refresh} {}

    toggle verify;
    toggle retry;
    toggle recycle;
    toggle rollback;
    toggle refresh;
};

} // namespace cenote
