#pragma once

#include <cenote/base/fault.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace cenote {

/// The failure of the last open, for callers for whom none is tried any more.
class last_failure {
public:
    /// Keeps this failure. `cause` is swapped with what was kept: the caller lets go of that, since
    /// it may run a destructor of the user's, when the lock is released.
    void keep(fault what, std::exception_ptr& cause) noexcept {
        what_ = what;
        std::swap(cause_, cause);
    }

    [[nodiscard]] std::optional<fault> what() const noexcept { return what_; }

    [[nodiscard]] std::exception_ptr cause() const noexcept { return cause_; }

private:
    std::optional<fault> what_;
    std::exception_ptr cause_;
};

/// Where open is tried for every caller, nobody asks.
struct no_last_failure {
    static constexpr void keep(fault, const std::exception_ptr&) noexcept {}

    [[nodiscard]] static constexpr std::optional<fault> what() noexcept { return std::nullopt; }

    [[nodiscard]] static std::exception_ptr cause() noexcept { return nullptr; }
};

} // namespace cenote
