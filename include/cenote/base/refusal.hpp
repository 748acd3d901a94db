#pragma once

#include <cenote/base/text.hpp>
#include <cenote/base/time.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace cenote {

/// Thrower of "`owner`: `rule`, got `value`": how values that a user filled in wrongly are refused.
class refusal {
public:
    /// `owner` is the name a user wrote, such as "retry::full_jitter".
    explicit constexpr refusal(std::string_view owner) noexcept
        : owner_{owner} {}

    /// Throws `std::invalid_argument` unless `holds`. What is refused is a time span.
    void unless(bool holds, std::string_view rule, duration got) const {
        if (!holds) refuse(rule, to_text(got));
    }

    /// Throws `std::invalid_argument` unless `holds`. What is refused is a number.
    void unless(bool holds, std::string_view rule, double got) const {
        if (!holds) refuse(rule, to_text(got));
    }

private:
    [[noreturn]] void refuse(std::string_view rule, const std::string& got) const {
        throw std::invalid_argument{
            std::string{owner_}.append(": ").append(rule).append(", got ").append(got)};
    }

    std::string_view owner_;
};

} // namespace cenote
