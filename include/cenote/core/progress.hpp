#pragma once

#include <cenote/base/error.hpp>
#include <cenote/base/fault.hpp>

#include <cenote/policy/retry/concept.hpp>

#include <optional>

namespace cenote::core {

/// What one acquire has met so far, and what that makes it do next.
///
/// Thread-safety: none, it belongs to one caller. Complexity: O(1).
class progress {
public:
    /// Stale resources that one acquire looks at before it opens a new one: with a hundred stale
    /// ones idle, the hundredth proof is no more likely to pass than the third.
    static constexpr unsigned stale_before_opening = 2;

    /// An idle resource was unfit, and `dead` if it failed its proof. There is no backing off
    /// between stale ones. True: look at another idle one; false: open a new one.
    [[nodiscard]] bool found_stale(bool dead) noexcept {
        dead_ += dead ? 1U : 0U;
        return ++stale_ < stale_before_opening;
    }

    /// An open failed. The delay before the next attempt, or nothing to give up. What is permanent
    /// is not tried again, whatever the policy: a wrong password does not become right.
    template <class Retry>
    [[nodiscard]] std::optional<duration>
    open_failed(const Retry& retry, fault what, double draw) noexcept {
        ++attempts_;
        if (what == fault::permanent) return std::nullopt;
        const auto delay = retry.next_delay(
            failed_attempt{.number = attempts_, .previous = delay_, .what = what, .draw = draw});
        delay_ = delay.value_or(duration::zero());
        return delay;
    }

    /// How to call a failure that ended as `refused`: who met failures on the way wants to hear of
    /// those, not of the wait, or the lack of time, that they ended in.
    [[nodiscard]] errc kind_of(errc refused) const noexcept {
        if (refused != errc::exhausted && refused != errc::open_failed) return refused;
        if (attempts_ > 0) return errc::open_failed;
        return dead_ > 0 ? errc::verify_failed : refused;
    }

    /// Opens that failed.
    [[nodiscard]] unsigned attempts() const noexcept { return attempts_; }

    /// Resources that were unfit.
    [[nodiscard]] unsigned stale() const noexcept { return stale_; }

private:
    unsigned attempts_ = 0;
    unsigned stale_ = 0;
    unsigned dead_ = 0;
    duration delay_{};
};

} // namespace cenote::core
