#pragma once

#include <concepts>
#include <tuple>
#include <utility>

namespace cenote {

/// Several policies under one name, with their values: what a preset is.
///
/// May be given wherever policies are, in any place among them. A policy that is given next to it
/// takes the place of the bundle's own for that concern; of two bundles the later one counts. A
/// bundle may hold bundles, under the same rules. To name one, derive from it:
/// `struct ours : bundle<presets::balanced, retry::none> {};`.
template <class... Ps>
struct bundle {
    using bundled = bundle;

    /// The policies' own defaults.
    bundle() = default;

    /// These values.
    explicit bundle(Ps... given)
        requires(sizeof...(Ps) > 0)
        : parts{std::move(given)...} {}

    /// The policies.
    std::tuple<Ps...> parts;
};

/// A `bundle`, or what derives from one.
template <class P>
concept bundle_of_policies =
    requires { typename P::bundled; } && std::derived_from<P, typename P::bundled>;

} // namespace cenote
