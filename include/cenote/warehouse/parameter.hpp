#pragma once

#include <cenote/warehouse/value.hpp>

#include <concepts>
#include <cstddef>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace cenote {

/// An argument with the name of its placeholder, as `arg("t", 1000)` makes it.
template <class T>
struct named_argument {
    std::string_view name;
    T given;
};

/// Gives a value to the placeholder `:name`. Made to be passed on at once: it refers to `name`, and
/// to `given` if that is a variable.
template <class T>
[[nodiscard]] named_argument<T> arg(std::string_view name, T&& given) {
    return {name, std::forward<T>(given)};
}

/// One argument on its way to the driver, in a type that SOCI takes.
///
/// Strings of the caller's are pointed at, not copied: a parameter must not outlive its argument.
class parameter {
public:
    /// The first one is NULL.
    using storage = std::variant<
        std::monostate,
        long long,
        unsigned long long,
        double,
        std::tm,
        std::string,
        const std::string*>;

    template <class T>
    explicit parameter(const T& given)
        : held_{take(given)} {}

    template <class T>
    explicit parameter(const named_argument<T>& given)
        : name{given.name}
        , held_{take(given.given)} {}

    std::string_view name{}; ///< Empty until it is known which placeholder it is for.

    [[nodiscard]] const storage& held() const noexcept { return held_; }

    [[nodiscard]] bool is_null() const noexcept { return held_.index() == 0; }

    /// Bytes that it will take on the wire, about.
    [[nodiscard]] std::size_t size() const noexcept {
        if (const auto* text = std::get_if<std::string>(&held_)) return text->size();
        if (const auto* text = std::get_if<const std::string*>(&held_)) return (*text)->size();
        return sizeof(long long);
    }

    /// A number that only an unsigned type holds.
    [[nodiscard]] bool is_beyond_signed() const noexcept {
        return std::holds_alternative<unsigned long long>(held_);
    }

    [[nodiscard]] bool has_zero_byte() const noexcept {
        if (const auto* text = std::get_if<const std::string*>(&held_))
            return (*text)->find('\0') != std::string::npos;
        const auto* text = std::get_if<std::string>(&held_);
        return text != nullptr && text->find('\0') != std::string::npos;
    }

    /// As text for the eyes of people; strings without quotes.
    [[nodiscard]] std::string to_text() const {
        return std::visit([](const auto& held) { return show(held); }, held_);
    }

private:
    template <class T>
    static constexpr bool none = std::same_as<T, std::monostate> ||
                                 std::same_as<T, std::nullopt_t> || std::same_as<T, std::nullptr_t>;

    template <class T>
    static storage take(const T& given) {
        if constexpr (std::same_as<T, value>) {
            return std::visit([](const auto& held) { return take(held); }, given.held());
        } else if constexpr (std::same_as<T, std::string>) {
            return &given;
        } else if constexpr (detail::is_optional<T>::value) {
            return given ? take(*given) : storage{};
        } else if constexpr (std::signed_integral<T> || std::same_as<T, bool>) {
            return static_cast<long long>(given);
        } else if constexpr (std::unsigned_integral<T>) {
            return whole(given);
        } else if constexpr (std::floating_point<T>) {
            return static_cast<double>(given);
        } else if constexpr (std::same_as<T, std::tm>) {
            return given;
        } else if constexpr (none<T>) {
            return {};
        } else if constexpr (std::is_pointer_v<T>) {
            return given == nullptr ? storage{} : storage{std::string{given}};
        } else {
            static_assert(
                std::convertible_to<const T&, std::string_view>,
                "[cenote] query argument: pass a bool, a number, text, std::tm, cenote::value, a "
                "std::optional of these, or nullptr.");
            return std::string{std::string_view{given}};
        }
    }

    /// Signed where possible: not every driver knows more.
    static storage whole(unsigned long long number) {
        if (std::in_range<long long>(number)) return static_cast<long long>(number);
        return number;
    }

    static std::string show(std::monostate) { return "NULL"; }

    static std::string show(const std::string& held) { return held; }

    static std::string show(const std::string* held) { return *held; }

    static std::string show(const std::tm& held) {
        char text[20]{};
        return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &held)};
    }

    template <class Number>
    static std::string show(Number held) {
        return std::to_string(held);
    }

    storage held_;
};

} // namespace cenote
