#pragma once

#include <cenote/db/cell.hpp>

#include <charconv>
#include <concepts>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>

namespace cenote {

/// How a field of a result becomes a `T`: specialise it for a type of your own.
///
/// `static std::string_view read(const db::cell&, T& into)` returns an empty text, or why it cannot
/// be done, as a clause that names no value. NULL never arrives here: `std::optional` takes it.
///
/// Conversions are exact: a number that does not fit is refused, not cut; text is not read as a
/// number. The exception is `double`, which takes whole numbers and decimals to its own precision.
template <class T>
struct convert;

namespace detail {

template <class T>
std::string_view parse(std::string_view digits, T& into) noexcept {
    const char* const end = digits.data() + digits.size();
    const auto [stop, ec] = std::from_chars(digits.data(), end, into);
    if (ec == std::errc::result_out_of_range) return "the number does not fit";
    return ec == std::errc{} && stop == end ? "" : "the number has a fraction";
}

template <class T>
struct is_optional : std::false_type {};

template <class T>
struct is_optional<std::optional<T>> : std::true_type {};

} // namespace detail

template <class T>
    requires(std::integral<T> && !std::same_as<T, bool>)
struct convert<T> {
    static std::string_view read(const db::cell& from, T& into) noexcept {
        return std::visit([&into](const auto& found) { return take(found, into); }, from);
    }

private:
    template <class Found>
    static std::string_view take(const Found& found, T& into) noexcept {
        if constexpr (std::same_as<Found, db::decimal>) {
            return detail::parse(found.digits, into);
        } else if constexpr (std::same_as<Found, bool>) {
            into = static_cast<T>(found);
            return "";
        } else if constexpr (std::integral<Found>) {
            if (!std::in_range<T>(found)) return "the number does not fit";
            into = static_cast<T>(found);
            return "";
        } else if constexpr (std::same_as<Found, double>) {
            return "it is a floating-point number";
        } else {
            return "it is text";
        }
    }
};

template <>
struct convert<bool> {
    static std::string_view read(const db::cell& from, bool& into) noexcept {
        int number = 2;
        const auto trouble = convert<int>::read(from, number);
        const bool is_truth = number == 0 || number == 1;
        into = number == 1;
        if (!trouble.empty() && trouble != "the number does not fit") return trouble;
        return is_truth ? "" : "the number is neither 0 nor 1";
    }
};

template <std::floating_point T>
struct convert<T> {
    static std::string_view read(const db::cell& from, T& into) noexcept {
        if (const auto* digits = std::get_if<db::decimal>(&from))
            return detail::parse(digits->digits, into);
        if (std::holds_alternative<std::string_view>(from)) return "it is text";
        if (std::holds_alternative<bool>(from)) return "it is a truth value";
        into = std::visit([](const auto& found) { return number(found); }, from);
        return "";
    }

private:
    template <class Found>
    static T number(const Found& found) noexcept {
        if constexpr (std::is_arithmetic_v<Found>)
            return static_cast<T>(found);
        else
            return T{};
    }
};

/// Text as it is, and the digits of a decimal; other numbers are not turned into text.
template <>
struct convert<std::string> {
    static std::string_view read(const db::cell& from, std::string& into) {
        if (const auto* text = std::get_if<std::string_view>(&from))
            into = *text;
        else if (const auto* number = std::get_if<db::decimal>(&from))
            into = number->digits;
        else
            return std::holds_alternative<bool>(from) ? "it is a truth value" : "it is a number";
        return "";
    }
};

/// A date, a time of day, or both, as servers write them ("2024-02-29 12:30:00"). Fractions of a
/// second and time zones are left out.
template <>
struct convert<std::tm> {
    static std::string_view read(const db::cell& from, std::tm& into) {
        const auto* text = std::get_if<std::string_view>(&from);
        if (text == nullptr) return "it is no text";
        const std::string copy{*text};
        for (const char* const form : {"%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"}) {
            into = {};
            if (strptime(copy.c_str(), form, &into) != nullptr) return "";
        }
        for (const char* const form : {"%Y-%m-%d", "%H:%M:%S"}) {
            into = {};
            const char* const rest = strptime(copy.c_str(), form, &into);
            if (rest != nullptr && *rest == '\0') return "";
        }
        return "it is no date or time";
    }
};

/// Reads a field that may be NULL into a type that may not, or may. Returns what `convert` does.
template <class T>
[[nodiscard]] std::string_view read_field(const db::cell& from, T& into) {
    const bool null = std::holds_alternative<std::monostate>(from);
    if constexpr (detail::is_optional<T>::value) {
        into.reset();
        return null ? "" : convert<typename T::value_type>::read(from, into.emplace());
    } else if constexpr (requires { into.is_null(); }) {
        return convert<T>::read(from, into); // `value` holds NULL itself
    } else {
        return null ? "it is NULL; ask for a std::optional" : convert<T>::read(from, into);
    }
}

} // namespace cenote
