#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/observer/concept.hpp>
#include <cenote/policy/observer/counters.hpp>
#include <cenote/policy/observer/tell.hpp>
#include <cenote/policy/values.hpp>

#include <concepts>
#include <cstdint>
#include <tuple>
#include <utility>

namespace cenote::observer {

/// Tells each of its parts, in their order, of what that part has a hook for.
template <class... Ps>
class all_of {
    static_assert(((sizeof(check_policy<Ps>) > 0) && ... && true));

public:
    using concern = concerns::observer;

    /// The parts with their defaults.
    all_of()
        requires(std::default_initializable<Ps> && ...)
    = default;

    /// These parts.
    explicit constexpr all_of(Ps... parts)
        requires(sizeof...(Ps) > 0)
        : parts_{std::move(parts)...} {}

    void on_opened() noexcept {
        each([](auto& part) { tell::opened(part); });
    }

    void on_open_failed(fault why) noexcept {
        each([=](auto& part) { tell::open_failed(part, why); });
    }

    void on_validated(proof asked, health found) noexcept {
        each([=](auto& part) { tell::validated(part, asked, found); });
    }

    void on_lent() noexcept {
        each([](auto& part) { tell::lent(part); });
    }

    void on_returned() noexcept {
        each([](auto& part) { tell::returned(part); });
    }

    void on_closed(close_cause why) noexcept {
        each([=](auto& part) { tell::closed(part, why); });
    }

    void on_refreshed(std::uint64_t generation) noexcept {
        each([=](auto& part) { tell::refreshed(part, generation); });
    }

    void on_waiting() noexcept {
        each([](auto& part) { tell::waiting(part); });
    }

    void on_failed(errc kind) noexcept {
        each([=](auto& part) { tell::failed(part, kind); });
    }

    /// Throws: `std::invalid_argument` when a part has a bad value.
    void check() const {
        std::apply([](const Ps&... part) { (check_values(part), ...); }, parts_);
    }

private:
    template <class Tell>
    void each(Tell tell_part) noexcept {
        std::apply([&](Ps&... part) { (tell_part(part), ...); }, parts_);
    }

    std::tuple<Ps...> parts_;
};

static_assert(policy<all_of<counters>>);
static_assert(policy<all_of<>>);

} // namespace cenote::observer
