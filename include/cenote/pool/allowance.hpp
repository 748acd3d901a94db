#pragma once

#include <cenote/base/time.hpp>
#include <cenote/base/timeout.hpp>

#include <optional>

namespace cenote {

/// The time that one call has: everything it does draws on one deadline, which is fixed when the
/// clock is first needed, so that a call that ends at once reads none.
///
/// Thread-safety: it belongs to one caller.
template <class House>
class allowance {
public:
    allowance(House& house, timeout limit) noexcept
        : house_{house}
        , limit_{limit} {}

    /// When it is over.
    [[nodiscard]] deadline until() {
        if (!until_) until_ = limit_.from([this] { return start(); });
        return *until_;
    }

    /// When the clock was first needed, which may be now.
    time_point start() {
        if (!started_) started_ = house_.now();
        return *started_;
    }

    /// Since then.
    [[nodiscard]] duration waited() {
        return started_ ? house_.now() - *started_ : duration::zero();
    }

private:
    House& house_;
    timeout limit_;
    std::optional<deadline> until_;
    std::optional<time_point> started_;
};

} // namespace cenote
