#pragma once

#include <cenote/base/time.hpp>

#include <concepts>

namespace cenote {

/// A time limit that is a policy's member and its answer at once: written like a duration
/// (`rollback{.timeout = 2s}`), read like the function that the concern asks for (`p.timeout()`).
class time_limit {
public:
    /// From any `std::chrono` duration.
    template <std::convertible_to<duration> Span>
    constexpr time_limit(Span span) noexcept // NOLINT(google-explicit-constructor): see above
        : span_{span} {}

    /// The span.
    [[nodiscard]] constexpr duration operator()() const noexcept { return span_; }

private:
    duration span_;
};

} // namespace cenote
