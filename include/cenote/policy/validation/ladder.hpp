#pragma once

#include <cenote/policy/awaited.hpp>
#include <cenote/policy/concerns.hpp>
#include <cenote/policy/validation/concept.hpp>
#include <cenote/policy/validation/probe.hpp>

#include <concepts>
#include <coroutine>
#include <type_traits>

namespace cenote::validation {

/// Peeks each time, and pings a resource that has rested for a while.
///
/// The peek costs next to nothing and finds what the other side has closed; the ping finds the peer
/// that is silent.
template <class Ping = probe::ping, class Peek = probe::peek>
struct ladder {
    using concern = concerns::validation;
    using needs = facts<fact::idle>;

    /// Rest for which a peek is enough. Default 500 ms; zero pings always.
    duration window = std::chrono::milliseconds{500};
    /// The upper rung: asked when `proof::ping` is wanted.
    [[no_unique_address]] Ping ping{};
    /// The lower rung: asked each time, first; should make no round trip.
    [[no_unique_address]] Peek peek{};

    /// A peek before `window`, from then on a ping.
    [[nodiscard]] constexpr proof required(const needs& known) const noexcept {
        return known.idle < window ? proof::peek : proof::ping;
    }

    /// What the peek finds and, when all is well and `wanted` is `proof::ping`, what the ping
    /// finds, or the awaitable that the ping returns. Throws what they throw.
    template <class Factory, class Resource>
        requires probe::usable_for<Ping, Factory, Resource> &&
                 probe::tells_at_once<Peek, Factory, Resource>
    [[nodiscard]] auto
    prove(Factory& factory, Resource& resource, proof wanted, deadline until) const
        -> probe::answer_of<Ping, Factory, Resource> {
        using answer = probe::answer_of<Ping, Factory, Resource>;
        const health seen = probe::ask(peek, factory, resource, until);
        if (!seen.alive() || wanted != proof::ping) return in_form_of<answer>(seen);
        return probe::ask(ping, factory, resource, until);
    }

    /// That of the ping; the peek is free.
    [[nodiscard]] constexpr duration timeout() const noexcept { return probe::timeout_of(ping); }

    /// Throws: `std::invalid_argument` when `window` is negative, or a probe has a bad value.
    void check() const {
        constexpr refusal refuse{"validation::ladder"};
        refuse.unless(window >= duration::zero(), "window must not be negative", window);
        check_values(ping);
        check_values(peek);
    }

    /// Says in one sentence what the factory or a probe lacks.
    template <class Factory, class Resource>
    struct check_factory : std::conditional_t<
                               probe::usable_for<Peek, Factory, Resource>,
                               probe::check_usable<Ping, Factory, Resource>,
                               probe::check_usable<Peek, Factory, Resource>> {
        static_assert(
            !probe::usable_for<Ping, Factory, Resource> ||
                !probe::usable_for<Peek, Factory, Resource> ||
                probe::tells_at_once<Peek, Factory, Resource>,
            "[cenote] validation policy: the lower rung of a ladder answers at once; its probe "
            "must return cenote::health or bool, not an awaitable.");
    };

private:
    // The ping need not be asked: what the peek has seen is the answer.
    template <class Answer>
    [[nodiscard]] static Answer in_form_of(health seen) {
        if constexpr (awaitable<Answer>)
            return awaited_as<Answer>(seen);
        else
            return seen;
    }

    // An awaitable of `bool` can say that it is dead, but not why.
    template <class Answer>
    [[nodiscard]] static Answer awaited_as(health seen) {
        if constexpr (std::convertible_to<health, awaited_t<Answer>>)
            co_return seen;
        else
            co_return seen.alive();
    }
};

ladder() -> ladder<>;
ladder(duration) -> ladder<>;
template <class Ping>
ladder(duration, Ping) -> ladder<Ping>;
template <class Ping, class Peek>
ladder(duration, Ping, Peek) -> ladder<Ping, Peek>;

static_assert(policy<ladder<>>);

} // namespace cenote::validation
