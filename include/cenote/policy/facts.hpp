#pragma once

#include <cenote/base/time.hpp>

#include <concepts>
#include <cstdint>

namespace cenote {

/// What the pool can tell a policy about a resource. A pool keeps (and pays for) only the facts
/// that one of its policies needs; `age`, `idle` and `silence` are the ones that make it read its clock.
namespace fact {

/// Time since the resource was opened.
struct age {
    duration age{};
};

/// Time since the resource was last given back, or opened when it never was lent.
struct idle {
    duration idle{};
};

/// Time since the resource was last known to be alive: opened, given back, or proven.
struct silence {
    duration silence{};
};

/// How often the resource has been lent.
struct uses {
    std::uint64_t uses{};
};

/// A number drawn evenly from [0, 1) when the resource was opened, and never again.
struct draw {
    double draw{};
};

/// Whether the lease ended because an exception left the scope that held it.
struct unwinding {
    bool unwinding{};
};

} // namespace fact

/// The facts a policy asks for, as `using needs = facts<fact::age, fact::draw>;`.
///
/// The policy reads them as plain members (`known.age`). Facts that hold more convert to facts that
/// hold less, which is how a combining policy hands each part what that part needs.
template <class... Facts>
struct facts : Facts... {
    constexpr facts() = default;

    /// Takes the needed ones out of a larger set.
    template <class... More>
        requires(
            !std::same_as<facts<More...>, facts> &&
            (std::derived_from<facts<More...>, Facts> && ...))
    constexpr facts(const facts<More...>& larger) noexcept // NOLINT(google-explicit-constructor)
        : Facts(larger)... {}
};

} // namespace cenote
