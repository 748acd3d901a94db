#pragma once

#include <cenote/policy/concerns.hpp>
#include <cenote/policy/validation/none.hpp>

#include <cenote/core/history.hpp>
#include <cenote/core/orders.hpp>
#include <cenote/core/place.hpp>
#include <cenote/core/policy_set.hpp>

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <source_location>
#include <type_traits>

namespace cenote {

/// What threads write without sharing a lock has cache lines of its own: two things on one line
/// would be one thing to the processors that use them.
template <class Set>
inline constexpr std::size_t apart =
    policy_for<Set, concerns::threading>::lock_free ? 64 : alignof(std::uint64_t);

/// Who has a lease: what gives one back that was awaited must not block.
enum class borrower : bool { thread, awaiting };

/// A place with what it holds: the resource on the heap, so that it need not be movable and can
/// leave its place, and what the policies need to know of it.
template <class Resource, class Set>
class alignas(apart<Set>) slot : public std::conditional_t<
                                     policy_for<Set, concerns::opening>::detached,
                                     core::ordered_place,
                                     core::place> {
public:
    std::unique_ptr<Resource> held; ///< Null while the place is empty or being filled.
    [[no_unique_address]] core::history<Set> past;

    /// Notes that it is lent, at `where` in the source.
    void lend(borrower to, std::source_location where) noexcept {
        past.lent();
        write(taken_at_, where);
        write(lends_, (lends() + 1) * 2 + (to == borrower::awaiting ? 1 : 0));
    }

    /// Who it was lent to last. Only for who has the place.
    [[nodiscard]] borrower lent_to() const noexcept {
        return lends_ % 2 == 0 ? borrower::thread : borrower::awaiting;
    }

    /// Notes that it is to prove itself.
    void prove() noexcept {
        if constexpr (proves) write(proofs_.number, proofs() + 1);
    }

    /// Where in the source it was lent last.
    [[nodiscard]] std::source_location taken_at() noexcept { return read(taken_at_); }

    /// How often it was lent.
    [[nodiscard]] std::uint64_t lends() noexcept { return read(lends_) / 2; }

    /// How often it had to prove itself.
    [[nodiscard]] std::uint64_t proofs() noexcept {
        if constexpr (proves)
            return read(proofs_.number);
        else
            return 0;
    }

private:
    static constexpr bool proves =
        !std::same_as<policy_for<Set, concerns::validation>, validation::none>;

    struct counted {
        alignas(sizeof(std::uint64_t)) std::uint64_t number = 0;
    };

    struct uncounted {};

    // Written by whoever has the place, so that load and store need not be one step, and read by who
    // reports. Relaxed: nothing is concluded from them, and what the first points at is constant.
    // Aligned for atomic operations on every machine.
    std::source_location taken_at_{};
    alignas(sizeof(std::uint64_t)) std::uint64_t lends_ = 0; // times two; odd: to who awaited
    [[no_unique_address]] std::conditional_t<proves, counted, uncounted> proofs_;

    template <class T>
    using ref = typename policy_for<Set, concerns::threading>::template atomic_ref<T>;

    template <class T>
    [[nodiscard]] static T read(T& noted) noexcept {
        return ref<T>{noted}.load(std::memory_order_relaxed);
    }

    template <class T>
    static void write(T& noted, T value) noexcept {
        ref<T>{noted}.store(value, std::memory_order_relaxed);
    }
};

} // namespace cenote
