#pragma once

#include <cenote/policy/retry/gate.hpp>

#include <type_traits>

namespace cenote::retry {

namespace detail {

/// The gate of `Inner`, made from the policy around it.
template <class Inner>
struct gate_within : gate_of<Inner> {
    template <class Wrapper>
    explicit constexpr gate_within(const Wrapper& wrapper) noexcept
        : gate_of<Inner>{wrapper.inner} {}
};

} // namespace detail

/// For a policy around the policy `Inner` that leaves opening as a whole to it:
/// `using gate = gate_within<Inner>;`. The policy around it calls it `inner`.
template <class Inner>
using gate_within = std::
    conditional_t<std::is_same_v<gate_of<Inner>, no_gate>, no_gate, detail::gate_within<Inner>>;

} // namespace cenote::retry
