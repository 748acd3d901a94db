#pragma once

#include <cenote/base/time.hpp>

#include <cenote/policy/facts.hpp>

#include <cenote/core/policy_set.hpp>

#include <concepts>
#include <cstdint>
#include <exception>
#include <type_traits>

namespace cenote::core {

/// What a pool remembers of one resource: only the facts that a policy of `Set` needs, so that a
/// set that needs none takes no byte and no time.
///
/// Thread-safety: none; it belongs to whoever has the place. Complexity: O(1).
template <class Set>
class history {
    static constexpr bool keeps_birth = any_needs<fact::age, Set>;
    static constexpr bool keeps_return = any_needs<fact::idle, Set>;
    static constexpr bool keeps_sign = any_needs<fact::silence, Set>;
    static constexpr bool keeps_uses = any_needs<fact::uses, Set>;
    static constexpr bool keeps_draw = any_needs<fact::draw, Set>;
    static constexpr bool keeps_unwinding = any_needs<fact::unwinding, Set>;

public:
    /// Whether telling needs the time, and so a reading of the clock.
    static constexpr bool timed = keeps_birth || keeps_return || keeps_sign;

    /// Whether a birth needs a random number.
    static constexpr bool drawn = keeps_draw;

    /// The resource was opened. `draw` is from [0, 1).
    void born(time_point now, double draw) noexcept {
        *this = history{};
        if constexpr (keeps_birth) born_.value = now;
        if constexpr (keeps_return) returned_.value = now;
        if constexpr (keeps_sign) heard_.value = now;
        if constexpr (keeps_draw) draw_.value = draw;
    }

    /// It is lent.
    void lent() noexcept {
        if constexpr (keeps_uses) ++uses_.value;
        if constexpr (keeps_unwinding) exceptions_.value = std::uncaught_exceptions();
    }

    /// It came back.
    void returned(time_point now) noexcept {
        if constexpr (keeps_return) returned_.value = now;
        if constexpr (keeps_sign) heard_.value = now;
    }

    /// It has proven to be alive.
    void proven(time_point now) noexcept {
        if constexpr (keeps_sign) heard_.value = now;
    }

    /// The facts that `Needs` asks for, as of now.
    template <class Needs>
    [[nodiscard]] Needs tell(time_point now) const noexcept {
        Needs known;
        if constexpr (std::derived_from<Needs, fact::age>) known.age = now - born_.value;
        if constexpr (std::derived_from<Needs, fact::idle>) known.idle = now - returned_.value;
        if constexpr (std::derived_from<Needs, fact::silence>) known.silence = now - heard_.value;
        if constexpr (std::derived_from<Needs, fact::uses>) known.uses = uses_.value;
        if constexpr (std::derived_from<Needs, fact::draw>) known.draw = draw_.value;
        if constexpr (std::derived_from<Needs, fact::unwinding>)
            known.unwinding = std::uncaught_exceptions() > exceptions_.value;
        return known;
    }

private:
    // Each member's type is unique, since two empty members of one type may not share an address.
    template <class T, class Fact>
    struct kept {
        T value{};
    };

    template <class Fact>
    struct dropped {};

    template <bool Keeps, class T, class Fact>
    using member = std::conditional_t<Keeps, kept<T, Fact>, dropped<Fact>>;

    [[no_unique_address]] member<keeps_birth, time_point, fact::age> born_;
    [[no_unique_address]] member<keeps_return, time_point, fact::idle> returned_;
    [[no_unique_address]] member<keeps_sign, time_point, fact::silence> heard_;
    [[no_unique_address]] member<keeps_uses, std::uint64_t, fact::uses> uses_;
    [[no_unique_address]] member<keeps_draw, double, fact::draw> draw_;
    [[no_unique_address]] member<keeps_unwinding, int, fact::unwinding> exceptions_;
};

} // namespace cenote::core
