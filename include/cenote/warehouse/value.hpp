#pragma once

#include <cenote/db/cell.hpp>
#include <cenote/warehouse/convert.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace cenote {

/// What a database can hold in one field, when its type is known only at run time: NULL, a truth
/// value, a number, a point in time, or text (which may hold any bytes).
///
/// Decimals arrive as text, with all their digits.
class value {
public:
    /// The alternatives, the first one NULL.
    using storage = std::
        variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::tm, std::string>;

    /// NULL.
    value() = default;

    /// NULL.
    value(std::nullptr_t) noexcept {} // NOLINT(google-explicit-constructor): a value is its content

    /// NULL.
    value(std::nullopt_t) noexcept {} // NOLINT(google-explicit-constructor)

    value(bool truth) noexcept // NOLINT(google-explicit-constructor)
        : held_{truth} {}

    template <class T>
        requires((std::integral<T> || std::floating_point<T>) && !std::same_as<T, bool>)
    value(T number) noexcept // NOLINT(google-explicit-constructor)
        : held_{widen(number)} {}

    value(const std::tm& time) noexcept // NOLINT(google-explicit-constructor)
        : held_{time} {}

    value(std::string text) noexcept // NOLINT(google-explicit-constructor)
        : held_{std::move(text)} {}

    value(std::string_view text) // NOLINT(google-explicit-constructor)
        : held_{std::string{text}} {}

    /// NULL if it is null.
    value(const char* text) // NOLINT(google-explicit-constructor)
        : held_{text == nullptr ? storage{} : storage{std::string{text}}} {}

    /// NULL if it is empty.
    template <class T>
    value(const std::optional<T>& maybe) // NOLINT(google-explicit-constructor)
        : value{maybe ? value{*maybe} : value{}} {}

    [[nodiscard]] bool is_null() const noexcept { return held_.index() == 0; }

    /// Itself, for `std::visit`.
    [[nodiscard]] const storage& held() const noexcept { return held_; }

    /// The content if it is a `T` of `storage`, else null.
    template <class T>
    [[nodiscard]] const T* get_if() const noexcept {
        return std::get_if<T>(&held_);
    }

    /// Two points in time are equal by calendar and clock.
    friend bool operator==(const value& left, const value& right) noexcept {
        if (left.held_.index() != right.held_.index()) return false;
        return std::visit(
            [&right](const auto& mine) {
                return same(mine, std::get<std::remove_cvref_t<decltype(mine)>>(right.held_));
            },
            left.held_);
    }

private:
    template <class T>
    static auto widen(T number) noexcept {
        if constexpr (std::floating_point<T>)
            return static_cast<double>(number);
        else if constexpr (std::signed_integral<T>)
            return static_cast<std::int64_t>(number);
        else
            return static_cast<std::uint64_t>(number);
    }

    template <class T>
    static bool same(const T& left, const T& right) noexcept {
        return left == right;
    }

    static bool same(const std::tm& left, const std::tm& right) noexcept {
        return left.tm_year == right.tm_year && left.tm_mon == right.tm_mon &&
               left.tm_mday == right.tm_mday && left.tm_hour == right.tm_hour &&
               left.tm_min == right.tm_min && left.tm_sec == right.tm_sec;
    }

    storage held_{};
};

/// Any field is a value.
template <>
struct convert<value> {
    static std::string_view read(const db::cell& from, value& into) {
        into = std::visit([](const auto& found) { return keep(found); }, from);
        return "";
    }

private:
    static value keep(std::monostate) noexcept { return {}; }

    static value keep(db::decimal number) { return number.digits; }

    template <class Found>
    static value keep(const Found& found) {
        return found;
    }
};

} // namespace cenote
