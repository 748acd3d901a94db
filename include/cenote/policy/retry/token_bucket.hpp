#pragma once

#include <cenote/base/time.hpp>

#include <algorithm>
#include <chrono>
#include <optional>

namespace cenote::retry {

/// A number of tokens between 0 and a capacity, full at first.
///
/// Threads: none; whoever holds it guards it.
class token_bucket {
public:
    /// Precondition: `capacity` is finite and not negative.
    explicit constexpr token_bucket(double capacity) noexcept
        : capacity_{capacity}
        , tokens_{capacity} {}

    /// Adds what the time since the last fill has earned. The first only starts the time, and a
    /// `now` before the last adds nothing.
    constexpr void fill(time_point now, double per_second) noexcept {
        if (filled_ && now > *filled_) {
            add(std::chrono::duration<double>{now - *filled_}.count() * per_second);
        }
        filled_ = std::max(now, filled_.value_or(now));
    }

    /// Adds `tokens`; what does not fit is lost.
    constexpr void add(double tokens) noexcept { tokens_ = std::min(capacity_, tokens_ + tokens); }

    [[nodiscard]] constexpr bool has_one() const noexcept { return tokens_ >= 1.0; }

    /// Takes one, or says false when there is none.
    [[nodiscard]] constexpr bool take() noexcept {
        if (!has_one()) return false;
        tokens_ -= 1.0;
        return true;
    }

private:
    double capacity_;
    double tokens_;
    std::optional<time_point> filled_;
};

} // namespace cenote::retry
