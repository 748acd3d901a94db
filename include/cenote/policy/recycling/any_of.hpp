#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/recycling/concept.hpp>
#include <cenote/policy/recycling/max_age.hpp>
#include <cenote/policy/recycling/max_idle.hpp>
#include <cenote/policy/values.hpp>

#include <concepts>
#include <optional>
#include <tuple>
#include <utility>

namespace cenote::recycling {

/// Expires a resource as soon as one of its parts does; of several causes, the first part's counts.
///
/// Asks for the facts that the parts ask for, each once.
template <class... Ps>
class any_of {
    static_assert(((sizeof(check_policy<Ps>) > 0) && ... && true));

public:
    using concern = concerns::recycling;
    using needs = union_of_needs<Ps...>;

    /// The parts with their defaults.
    any_of()
        requires(std::default_initializable<Ps> && ...)
    = default;

    /// These parts.
    explicit constexpr any_of(Ps... parts)
        requires(sizeof...(Ps) > 0)
        : parts_{std::move(parts)...} {}

    /// What the first part says that has anything to say. Each is told its own facts out of
    /// `known`.
    [[nodiscard]] constexpr std::optional<close_cause> expired(const needs& known) const noexcept {
        std::optional<close_cause> why;
        const auto ask = [&](const auto& part) { return (why = part.expired(known)).has_value(); };
        std::apply([&](const Ps&... part) { static_cast<void>((ask(part) || ...)); }, parts_);
        return why;
    }

    /// Throws: `std::invalid_argument` when a part has a bad value.
    void check() const {
        std::apply([](const Ps&... part) { (check_values(part), ...); }, parts_);
    }

private:
    std::tuple<Ps...> parts_;
};

static_assert(policy<any_of<max_age, max_idle>>);
static_assert(policy<any_of<>>);

} // namespace cenote::recycling
