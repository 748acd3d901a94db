#pragma once

#include <cenote/base/fault.hpp>

#include <optional>

namespace cenote {

/// A probe's answer: alive, or dead with the fault that shows it.
///
/// Converts from `bool`, so that a probe may simply return `socket.is_open()`; a plain `false`
/// means `fault::lost`.
class health {
public:
    /// True is alive, false is dead by `fault::lost`.
    constexpr health(bool alive) noexcept // NOLINT(google-explicit-constructor): see above
    {
        if (!alive) why_ = fault::lost;
    }

    /// Dead, and why.
    constexpr health(fault why) noexcept // NOLINT(google-explicit-constructor)
        : why_{why} {}

    /// Fit to be lent.
    [[nodiscard]] constexpr bool alive() const noexcept { return !why_; }

    /// Why it is dead. Precondition: `!alive()`.
    [[nodiscard]] constexpr fault why() const noexcept { return *why_; }

    friend constexpr bool operator==(const health&, const health&) noexcept = default;

private:
    std::optional<fault> why_;
};

} // namespace cenote
