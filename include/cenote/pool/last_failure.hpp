#pragma once

#include <cenote/base/fault.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace cenote {

/// The failure of the last open, for callers who waited while others tried.
class last_failure {
public:
    /// Keeps this failure. Returns the cause that was kept before: whoever lets go of it last runs a
    /// destructor of the user's, and that must not be under the lock.
    [[nodiscard]] std::exception_ptr keep(fault what, const std::exception_ptr& cause) noexcept {
        what_ = what;
        return std::exchange(cause_, cause);
    }

    /// Keeps none. Returns as `keep` does.
    [[nodiscard]] std::exception_ptr forget() noexcept {
        what_.reset();
        return std::exchange(cause_, nullptr);
    }

    [[nodiscard]] std::optional<fault> what() const noexcept { return what_; }

    [[nodiscard]] std::exception_ptr cause() const noexcept { return cause_; }

private:
    std::optional<fault> what_;
    std::exception_ptr cause_;
};

/// Where an open is tried for every caller, nobody asks.
struct no_last_failure {
    static std::exception_ptr keep(fault, const std::exception_ptr&) noexcept { return nullptr; }

    static std::exception_ptr forget() noexcept { return nullptr; }

    [[nodiscard]] static constexpr std::optional<fault> what() noexcept { return std::nullopt; }

    [[nodiscard]] static std::exception_ptr cause() noexcept { return nullptr; }
};

} // namespace cenote
