#pragma once

#include <cenote/policy/clock.hpp>
#include <cenote/policy/closing.hpp>
#include <cenote/policy/concerns.hpp>
#include <cenote/policy/observer.hpp>
#include <cenote/policy/opening.hpp>
#include <cenote/policy/order.hpp>
#include <cenote/policy/recycling.hpp>
#include <cenote/policy/refreshing.hpp>
#include <cenote/policy/release.hpp>
#include <cenote/policy/retry.hpp>
#include <cenote/policy/threading.hpp>
#include <cenote/policy/upkeep.hpp>
#include <cenote/policy/validation.hpp>
#include <cenote/policy/waiting.hpp>
#include <cenote/policy/workers.hpp>

namespace cenote {

/// The one table of concerns: for each its default, whether a policy conforms, and the checker that
/// says why not. Undefined for anything that is no concern.
template <class Concern>
struct concern_rules;

template <>
struct concern_rules<concerns::validation> {
    using default_policy = validation::none;
    template <class P>
    static constexpr bool conforms = validation::policy<P>;
    template <class P>
    using check = validation::check_policy<P>;
};

template <>
struct concern_rules<concerns::retry> {
    using default_policy = retry::none;
    template <class P>
    static constexpr bool conforms = retry::policy<P>;
    template <class P>
    using check = retry::check_policy<P>;
};

template <>
struct concern_rules<concerns::recycling> {
    using default_policy = recycling::never;
    template <class P>
    static constexpr bool conforms = recycling::policy<P>;
    template <class P>
    using check = recycling::check_policy<P>;
};

template <>
struct concern_rules<concerns::release> {
    using default_policy = release::keep;
    template <class P>
    static constexpr bool conforms = release::policy<P>;
    template <class P>
    using check = release::check_policy<P>;
};

template <>
struct concern_rules<concerns::refreshing> {
    using default_policy = refreshing::suspect;
    template <class P>
    static constexpr bool conforms = refreshing::policy<P>;
    template <class P>
    using check = refreshing::check_policy<P>;
};

template <>
struct concern_rules<concerns::waiting> {
    using default_policy = waiting::fifo_after;
    template <class P>
    static constexpr bool conforms = waiting::policy<P>;
    template <class P>
    using check = waiting::check_policy<P>;
};

template <>
struct concern_rules<concerns::order> {
    using default_policy = order::affine;
    template <class P>
    static constexpr bool conforms = order::policy<P>;
    template <class P>
    using check = order::check_policy<P>;
};

template <>
struct concern_rules<concerns::opening> {
    using default_policy = opening::by_caller;
    template <class P>
    static constexpr bool conforms = opening::policy<P>;
    template <class P>
    using check = opening::check_policy<P>;
};

template <>
struct concern_rules<concerns::closing> {
    using default_policy = closing::by_caller;
    template <class P>
    static constexpr bool conforms = closing::policy<P>;
    template <class P>
    using check = closing::check_policy<P>;
};

template <>
struct concern_rules<concerns::upkeep> {
    using default_policy = upkeep::none;
    template <class P>
    static constexpr bool conforms = upkeep::policy<P>;
    template <class P>
    using check = upkeep::check_policy<P>;
};

template <>
struct concern_rules<concerns::workers> {
    using default_policy = workers::new_thread;
    template <class P>
    static constexpr bool conforms = workers::policy<P>;
    template <class P>
    using check = workers::check_policy<P>;
};

template <>
struct concern_rules<concerns::threading> {
    using default_policy = threading::multi;
    template <class P>
    static constexpr bool conforms = threading::policy<P>;
    template <class P>
    using check = threading::check_policy<P>;
};

template <>
struct concern_rules<concerns::clock> {
    using default_policy = clock::steady;
    template <class P>
    static constexpr bool conforms = clock::policy<P>;
    template <class P>
    using check = clock::check_policy<P>;
};

template <>
struct concern_rules<concerns::observer> {
    using default_policy = observer::none;
    template <class P>
    static constexpr bool conforms = observer::policy<P>;
    template <class P>
    using check = observer::check_policy<P>;
};

} // namespace cenote
