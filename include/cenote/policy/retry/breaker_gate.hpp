#pragma once

#include <cenote/policy/retry/failed_attempt.hpp>
#include <cenote/policy/retry/gate.hpp>
#include <cenote/policy/retry/growth.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

namespace cenote::retry {

/// The gate of a `breaker`, which explains its states, and of the policy within it: both must let
/// an open pass.
template <class Breaker>
class breaker_gate : public gate_of<decltype(Breaker::inner)> {
    using within = gate_of<decltype(Breaker::inner)>;

public:
    static constexpr bool timed = true;

    explicit constexpr breaker_gate(const Breaker& policy) noexcept
        : within{policy.inner}
        , policy_{&policy} {}

    constexpr void pass(time_point now) noexcept {
        within::pass(now);
        now_ = std::max(now_, now);
    }

    [[nodiscard]] constexpr std::size_t opens_at_once() const noexcept {
        return std::min(own_width(), within::opens_at_once());
    }

    [[nodiscard]] constexpr bool refuses() const noexcept {
        return state_ == state::tripped || within::refuses();
    }

    [[nodiscard]] constexpr time_point next() const noexcept {
        return probing() && now_ < not_before_ ? std::min(not_before_, within::next())
                                               : within::next();
    }

    constexpr void opened(time_point now) noexcept {
        within::opened(now);
        now_ = std::max(now_, now);
        if (probing()) {
            state_ = state::recovering;
            width_ = 1;
            succeeded_ = 0;
        } else if (state_ == state::recovering && ++succeeded_ == width_) {
            width_ *= 2;
            succeeded_ = 0;
            if (width_ == full_width) state_ = state::steady;
        }
    }

    void failed(time_point now, fault what, std::size_t open, double draw) noexcept {
        within::failed(now, what, open, draw);
        now_ = std::max(now_, now);
        if (!probing()) start_failing();
        // Begun before the last failure: it says nothing about what has been since.
        const bool late = now_ < not_before_;
        const bool long_enough = what == fault::permanent || now_ - since_ >= policy_->after;
        if (state_ == state::failing && open == 0 && long_enough) {
            state_ = state::tripped;
            wait(policy_->pause);
        } else if (!late) {
            wait(state_ == state::tripped ? shortened(draw) : next_delay(what, draw));
        }
    }

private:
    enum class state : unsigned char { steady, failing, tripped, recovering };

    /// Where the slow start ends: more than most pools hold, and reached after 64 opens.
    static constexpr std::size_t full_width = 64;
    /// The most of a pause that the draw takes off.
    static constexpr double jitter = 0.1;

    [[nodiscard]] constexpr bool probing() const noexcept {
        return state_ == state::failing || state_ == state::tripped;
    }

    [[nodiscard]] constexpr std::size_t own_width() const noexcept {
        if (state_ == state::steady) return SIZE_MAX;
        if (state_ == state::recovering) return width_;
        return now_ < not_before_ ? 0 : 1;
    }

    constexpr void start_failing() noexcept {
        state_ = state::failing;
        since_ = now_;
        not_before_ = now_;
        failures_ = 0;
        delay_ = duration::zero();
    }

    constexpr void wait(duration delay) noexcept {
        delay_ = delay;
        not_before_ = deadline::after(delay, now_).when();
    }

    /// What the policy within says after one more failure in a row; the pause where it gives up.
    [[nodiscard]] duration next_delay(fault what, double draw) noexcept {
        if (failures_ < std::numeric_limits<unsigned>::max()) ++failures_;
        if (what == fault::permanent) return policy_->pause; // a policy is not asked about these
        const failed_attempt failed{failures_, delay_, what, draw};
        return policy_->inner.next_delay(failed).value_or(policy_->pause);
    }

    [[nodiscard]] duration shortened(double draw) const noexcept {
        return scaled(policy_->pause, 1.0 - jitter * draw, policy_->pause);
    }

    const Breaker* policy_;
    state state_ = state::steady;
    time_point now_ = time_point::min(); ///< The latest that it was told.
    time_point since_{};                 ///< When failing began.
    time_point not_before_{};            ///< When the next probe may begin.
    duration delay_{};                   ///< The one before that probe.
    unsigned failures_ = 0;              ///< In a row.
    std::size_t width_ = 1;              ///< Recovering: how many at once,
    std::size_t succeeded_ = 0;          ///< and how many of them have.
};

} // namespace cenote::retry
